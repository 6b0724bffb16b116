// Brings the vendored libraries in: they are plain scripts that set a global each.
const asked = new Map();

export function script(url) {
  if (!asked.has(url)) {
    asked.set(url, new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = url;
      element.onload = resolve;
      element.onerror = () => reject(new Error(`not loaded: ${url}`));
      document.head.append(element);
    }));
  }
  return asked.get(url);
}

// Texts of the page in its language, from the data of <template id="words">; {n} is filled in.
export function say(name, values = {}) {
  const text = document.querySelector("#words").dataset[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// A day (2024-07-11) as the page's language writes it.
const locale = { en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang; // no one takes the month for the day
const written = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
export const dayOf = (iso) => written.format(new Date(iso));
const counted = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
export const numberOf = (value) => counted.format(value);
