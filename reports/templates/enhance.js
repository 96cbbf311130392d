(() => {
  "use strict";
  // The page works without this. It opens the fold a link leads into, and shows a dot's quote beside the pointer.
  const target = () => {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  };
  const unfold = () => {
    const found = target();
    for (let fold = found && found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (found) found.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const show = (event) => {
    const dot = event.target.closest && event.target.closest("svg a");
    const home = dot && document.getElementById(dot.getAttribute("href").slice(1));
    const said = home && home.querySelector("blockquote");
    tip.hidden = !said;
    if (!said) return;
    const who = home.querySelector(".who");
    tip.textContent = said.textContent.slice(0, 240) + (who ? "\n" + who.textContent : "");
    const x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 16;
    tip.style.left = Math.max(8, x) + "px";
    tip.style.top = (below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : below) + "px";
  };
  for (const picture of document.querySelectorAll(".map svg, .strip svg")) {
    picture.addEventListener("pointermove", show);
    picture.addEventListener("pointerleave", () => { tip.hidden = true; });
  }
})();
