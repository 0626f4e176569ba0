// Draws the claims or triples that a page lists; a node leads to its entity, an edge to its claim.
"use strict";
(() => {
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function draw(place) {
    if (place.dataset.drawn || !place.clientWidth) return;
    place.dataset.drawn = "yes";
    const elements = JSON.parse(place.dataset.elements);
    const narrow = place.clientWidth < 600;
    const drawing = cytoscape({
      container: place,
      elements,
      minZoom: 0.2,
      maxZoom: 3,
      layout: {
        name: "cose", animate: false, padding: 40, nodeDimensionsIncludeLabels: true, nodeOverlap: 60, componentSpacing: 120,
        nodeRepulsion: () => (narrow ? 120000 : 400000), idealEdgeLength: () => (narrow ? 90 : 150), edgeElasticity: () => 200, gravity: 0.4, numIter: 2500,
      },
      style: [
        { selector: "node", style: { label: "data(label)", "font-size": 13, color: color("--front"), "background-color": color("--link"), width: 18, height: 18, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 120 } },
        { selector: "edge", style: { label: "data(label)", "font-size": 11, color: color("--soft"), width: 2, "curve-style": "bezier", "target-arrow-shape": "triangle", "line-color": color("--link"), "target-arrow-color": color("--link"), "text-rotation": "autorotate", "text-background-color": color("--panel"), "text-background-opacity": 0.9, "text-background-padding": 2 } },
        { selector: "edge[kind = 'denied']", style: { "line-color": color("--denied"), "target-arrow-color": color("--denied"), "line-style": "dotted" } },
        { selector: "edge[kind = 'probable'], edge[kind = 'possible'], edge[kind = 'planned']", style: { "line-color": color("--hedged"), "target-arrow-color": color("--hedged"), "line-style": "dashed" } },
      ],
    });
    drawing.zoom(Math.min(1.2, Math.max(0.7, drawing.zoom())));
    drawing.center();
    drawing.on("tap", "node, edge", (event) => {
      const href = event.target.data("href");
      if (href.startsWith("/")) location.assign(href);
    });
    place.dataset.ready = String(drawing.elements().length);
  }

  for (const place of document.querySelectorAll(".drawing")) {
    draw(place);
    place.closest("details")?.addEventListener("toggle", () => draw(place));
  }
})();
