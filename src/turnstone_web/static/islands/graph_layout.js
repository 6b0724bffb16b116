// A worker that lays out a graph (ForceAtlas2) so that the page stays responsive, and groups one that is too large to draw.
// In: {libraries, n, x, y, fixed, source, target, weight, rounds, group}. Out: {groups} once where asked, then {x, y, part: how much of it is done}.
let loaded = false;
self.DOMParser ??= class {}; self.Document ??= class {}; // graphology-library also reads files, for which it looks for one as it loads; none is read here

onmessage = ({ data }) => {
  if (!loaded) {
    importScripts(...data.libraries);
    loaded = true;
  }
  const graph = new graphology.MultiGraph();
  for (let i = 0; i < data.n; i++) graph.addNode(i, { x: data.x[i], y: data.y[i], fixed: Boolean(data.fixed[i]) });
  for (let e = 0; e < data.source.length; e++) graph.addEdge(data.source[e], data.target[e], { weight: data.weight[e] });
  if (data.group) {
    // A graph of many edges between two nodes is one of few, heavier edges to Louvain.
    const groups = graphologyLibrary.communitiesLouvain(graph, { getEdgeWeight: "weight", rng: steady() });
    postMessage({ groups: Int32Array.from({ length: data.n }, (_, i) => groups[i]) });
    return;
  }
  const settings = { ...graphologyLibrary.layoutForceAtlas2.inferSettings(graph), adjustSizes: false, slowDown: 4 };
  const step = data.n > 2000 ? 8 : 25;
  for (let done = 0; done < data.rounds; done += step) {
    graphologyLibrary.layoutForceAtlas2.assign(graph, { iterations: step, settings, getEdgeWeight: "weight" });
    const x = new Float32Array(data.n), y = new Float32Array(data.n);
    graph.forEachNode((node, at) => {
      x[node] = at.x;
      y[node] = at.y;
    });
    postMessage({ x, y, part: Math.min(1, (done + step) / data.rounds) }, [x.buffer, y.buffer]);
  }
};

// The same groups each time: a small generator of numbers (mulberry32) with a fixed seed.
function steady(seed = 7) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
