// Where a network works: towns on shapes that lie beside this file. Nothing is asked of any other machine.
import { script } from "./load.js";

const COLOURS = { work: "--g-core", housing: "--g-hub", recruiter: "--f-text", offers: "--f-contact" };
const LABELS = 12;

export async function draw(places) {
  const box = document.querySelector("[data-map]");
  const at = (name) => new URL(box.dataset[name], location).href;
  const [shapes, states] = await Promise.all([
    fetch(at("countries")).then((a) => a.json()), fetch(at("states")).then((a) => a.json()), script(box.dataset.library), script(box.dataset.topojson),
  ]);
  box.hidden = false;
  maplibregl.setWorkerUrl(at("worker"));
  const towns = byTown(places);
  const map = new maplibregl.Map({
    container: box, style: style(box, shapes, states, towns), attributionControl: false, maxZoom: 12, renderWorldCopies: false, fadeDuration: 0,
    bounds: around(towns), fitBoundsOptions: { padding: 60, maxZoom: 7 }, dragRotate: false, pitchWithRotate: false, cooperativeGestures: false,
  });
  map.scrollZoom.disable();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.AttributionControl({ customAttribution: "Natural Earth · US Census Bureau" }));
  for (const town of [...towns].sort((a, b) => b.n - a.n).slice(0, LABELS)) {
    const label = document.createElement("span");
    label.className = "town";
    label.textContent = town.town;
    new maplibregl.Marker({ element: label, anchor: "left", offset: [8, 0] }).setLngLat([town.longitude, town.latitude]).addTo(map);
    for (const name of ["role", "aria-label", "tabindex"]) label.removeAttribute(name);  // no button: the table below is worked instead
    label.setAttribute("aria-hidden", "true");
  }
  const mark = (town) => map.getLayer("chosen") && map.setFilter("chosen", ["==", ["get", "town"], town ?? ""]);
  map.on("load", () => box.dataset.ready = "1");
  map.on("click", "towns", (event) => {
    const { town } = event.features[0].properties;
    const row = document.querySelector(`tr[data-town="${CSS.escape(town)}"]`);
    for (const element of document.querySelectorAll("[data-town]")) element.classList.toggle("chosen", element.dataset.town === town);
    row?.scrollIntoView({ block: "nearest" });
    document.dispatchEvent(new CustomEvent("town", { detail: town }));
    mark(town);
  });
  document.addEventListener("chosen", ({ detail }) => mark(detail.town));
  for (const row of document.querySelectorAll("tr[data-town]")) {
    row.addEventListener("click", () => {
      const town = towns.find((t) => t.town === row.dataset.town);
      mark(row.dataset.town);
      if (town) map.jumpTo({ center: [town.longitude, town.latitude], zoom: Math.max(map.getZoom(), 6) });
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(box, shapes, states, towns)));
}

function byTown(places) {
  const towns = new Map();
  for (const place of places.filter((p) => p.latitude !== null)) {
    const key = `${place.longitude} ${place.latitude}`, known = towns.get(key);
    if (known) known.n += place.n;
    else towns.set(key, { ...place });
  }
  return [...towns.values()];
}

function around(towns) {
  const lon = towns.map((t) => t.longitude), lat = towns.map((t) => t.latitude);
  return [[Math.min(...lon) - 0.4, Math.min(...lat) - 0.4], [Math.max(...lon) + 0.4, Math.max(...lat) + 0.4]];
}

function style(box, shapes, states, towns) {
  const css = getComputedStyle(box), of = (name) => css.getPropertyValue(name).trim();
  const geo = (data) => ({ type: "geojson", data });
  const points = towns.map((t) => ({ type: "Feature", geometry: { type: "Point", coordinates: [t.longitude, t.latitude] }, properties: { town: t.town, n: t.n, what: t.what } }));
  const kinds = Object.entries(COLOURS).flatMap(([what, name]) => [what, of(name) || "#888"]);
  return {
    version: 8,
    sources: {
      land: geo(topojson.feature(shapes, shapes.objects.countries)), states: geo(topojson.mesh(states, states.objects.states)),
      borders: geo(topojson.mesh(shapes, shapes.objects.countries)), towns: geo({ type: "FeatureCollection", features: points }),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": of("--ground") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": of("--chip") } },
      { id: "states", type: "line", source: "states", paint: { "line-color": of("--line"), "line-width": 1 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": of("--soft"), "line-width": 0.7 } },
      { id: "towns", type: "circle", source: "towns", paint: {
        "circle-radius": ["+", 4, ["*", 2, ["ln", ["+", 1, ["get", "n"]]]]], "circle-color": ["match", ["get", "what"], ...kinds, of("--soft")], "circle-opacity": 0.75,
        "circle-stroke-color": of("--panel"), "circle-stroke-width": 1 } },
      { id: "chosen", type: "circle", source: "towns", filter: ["==", ["get", "town"], ""], paint: { "circle-radius": 14, "circle-opacity": 0, "circle-stroke-color": of("--no"), "circle-stroke-width": 3 } },
    ],
  };
}
