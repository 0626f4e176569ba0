// Highlights the query under a transparent text area, which stays an ordinary one for keyboards and screen readers.
"use strict";
(() => {
  const editor = document.querySelector(".editor");
  if (!editor) return;
  const area = editor.querySelector("textarea");
  const shown = editor.querySelector("pre");
  const tokens = new RegExp(
    [
      "(?<comment>#[^\\n]*)",
      "(?<string>\"\"\"[^]*?\"\"\"|'''[^]*?'''|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')",
      "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
      "(?<variable>[?$]\\w+)",
      "(?<name>[\\w-]*:[\\w%.-]*)",
      "(?<keyword>\\b(?:SELECT|CONSTRUCT|DESCRIBE|ASK|WHERE|FROM|NAMED|PREFIX|BASE|DISTINCT|REDUCED|AS|GROUP|BY|HAVING|ORDER|ASC|DESC|LIMIT|OFFSET|OPTIONAL|UNION|MINUS|GRAPH|FILTER|BIND|VALUES|EXISTS|NOT|IN|UNDEF|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|SEPARATOR|STR|LANG|DATATYPE|BOUND|IRI|URI|IF|COALESCE|CONCAT|CONTAINS|STRSTARTS|STRENDS|LCASE|UCASE|REGEX|REPLACE|SUBSTR|STRLEN|YEAR|MONTH|DAY|NOW|TRUE|FALSE)\\b|\\ba\\b)",
    ].join("|"),
    "gi",
  );

  function highlight() {
    const text = area.value;
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(tokens)) {
      pieces.push(document.createTextNode(text.slice(end, match.index)));
      const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
      const piece = document.createElement("span");
      piece.className = kind;
      piece.textContent = match[0];
      pieces.push(piece);
      end = match.index + match[0].length;
    }
    pieces.push(document.createTextNode(text.slice(end) + "\n"));
    shown.replaceChildren(...pieces);
    follow();
  }

  function follow() {
    shown.scrollTop = area.scrollTop;
    shown.scrollLeft = area.scrollLeft;
  }

  area.addEventListener("input", highlight);
  area.addEventListener("scroll", follow);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
  editor.classList.add("lit");
  highlight();
})();
