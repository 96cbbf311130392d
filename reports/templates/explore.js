// Search, filters and the large map. All it knows it reads from the marks among the posts:
// data-t is the theme, data-x the question, a letter for each contrast, the stretch of time, and x and y on the map.
const part = byId("posts");
const panel = part && part.querySelector(".explore");
const explore = () => {
  const SVG = "http://www.w3.org/2000/svg", MOST_IN_SVG = 2000, REACH = 14;
  const list = part.querySelector(".all-posts");
  const browse = part.querySelector(".browse"), wideEnough = matchMedia("(min-width: 64rem)");
  const fields = Object.fromEntries([...part.querySelectorAll("[name]")].map((field) => [field.name, field]));
  const found = panel.querySelector(".found [role=status]");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const posts = [], dots = [];
  for (const row of list.querySelectorAll("li")) {
    const post = { row, author: row.querySelector("bdi").textContent, source: row.closest("section").id, marks: [] };
    for (const mark of row.querySelectorAll("mark")) {
      const [question, sides, slot, x, y] = mark.dataset.x.split(" ");
      const one = { mark, post, question, sides, slot: +slot, theme: mark.dataset.t || "none", on: true, x: +x, y: +y };
      post.marks.push(one);
      if (y) dots.push(one);
    }
    posts.push(post);
  }
  const n = posts.reduce((sum, post) => sum + post.marks.length, 0);
  for (const name of [...new Set(posts.filter((post) => post.marks.length).map((post) => post.author))].sort((a, b) => a.localeCompare(b))) {
    fields.person.append(new Option(name, name));
  }

  const wanted = (name) => (fields[name] ? fields[name].value : "");
  const tests = {
    theme: (one, value) => one.theme === value || one.theme.startsWith(value + "."),
    side: (one, value) => one.sides[parseInt(value) - 1] === value.slice(-1),
    question: (one, value) => one.question === value,
    person: (one, value) => one.post.author === value,
    source: (one, value) => one.post.source === value,
    from: (one, value) => one.slot >= +value,
    until: (one, value) => one.slot <= +value,
  };
  const apply = () => {
    const asked = Object.entries(tests).map(([name, test]) => [test, wanted(name)]).filter(([, value]) => value);
    const words = plain(wanted("search")).split(/\s+/).filter(Boolean);
    const all = !asked.length && !words.length;
    let left = 0;
    for (const post of posts) {
      if (words.length && post.text === undefined) post.text = plain(post.row.textContent);
      const said = words.every((word) => post.text.includes(word));
      let any = all || (said && !asked.length);
      for (const one of post.marks) {
        one.on = said && asked.every(([test, value]) => test(one, value));
        one.mark.classList.toggle("off", !one.on);
        any = any || one.on;
        left += one.on;
      }
      post.row.hidden = !any;
    }
    for (const section of list.querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
    found.textContent = (all ? found.dataset.all : found.dataset.words).replace("{n}", left).replace("{all}", n);
    panel.querySelector(".clear").hidden = all;
    draw();
  };
  const clear = () => { for (const field of Object.values(fields)) field.value = ""; };
  const filter = (query) => {
    clear();
    for (const [name, value] of new URLSearchParams(query)) if (fields[name]) fields[name].value = value;
    apply();
    list.open = true;
  };
  const open = (one) => {
    if (one.post.row.hidden) { clear(); apply(); }
    list.open = true;
    hideTip();
    one.mark.tabIndex = -1;
    one.post.row.scrollIntoView({ block: "center" });
    one.mark.focus({ preventScroll: true });
  };

  // The map: dots as SVG, on a canvas when there are many; numbers of the themes always as SVG above them.
  const stage = part.querySelector(".stage");
  let draw = () => {};
  if (stage) {
    const field = stage.parentElement, said = field.querySelector("[role=status]");
    field.hidden = false;
    browse.classList.add("on");
    const wide = +stage.dataset.width, high = +stage.dataset.height;
    const view = { x: 0, y: 0, k: 1 };
    const create = (name, attributes) => {
      const made = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    };
    const picture = create("svg", { "aria-hidden": "true", focusable: "false" });
    const canvas = dots.length > MOST_IN_SVG ? document.createElement("canvas") : null;
    const badges = [...document.querySelectorAll(".map .badge")].map((badge) => {
      const circle = badge.querySelector("circle"), place = [+circle.getAttribute("cx"), +circle.getAttribute("cy")];
      const inner = create("g", { class: badge.getAttribute("class") });
      for (const child of badge.children) inner.append(child.cloneNode(true));
      for (const child of inner.children) for (const key of ["cx", "cy", "x", "y"]) child.removeAttribute(key);
      return [inner, place];
    });
    if (!canvas) {
      for (const one of dots) {
        one.drawn = create("path", { d: `M${one.x} ${one.y}h.01`, class: one.mark.className });
        picture.append(one.drawn);
      }
    }
    const ring = create("circle", { class: "here", r: 0 });
    picture.append(...badges.map(([inner]) => inner), ring);
    if (canvas) stage.append(canvas);
    stage.append(picture);
    let current = null, waiting = 0, byKey = false;

    const paint = () => {
      const scale = canvas.clientWidth / wide * view.k, ratio = devicePixelRatio || 1;
      canvas.width = canvas.clientWidth * ratio;
      canvas.height = canvas.clientHeight * ratio;
      const pen = canvas.getContext("2d"), style = getComputedStyle(canvas);
      pen.scale(ratio, ratio);
      for (const on of [false, true]) {
        for (const one of dots) {
          if (one.on !== on) continue;
          pen.fillStyle = style.getPropertyValue(on ? "--" + (one.mark.dataset.t ? one.mark.classList[0] : "t0") : "--line");
          pen.beginPath();
          pen.arc((one.x - view.x) * scale, (one.y - view.y) * scale, on ? Math.min(4, 1.6 + view.k / 2) : 1.5, 0, 7);
          pen.fill();
        }
      }
    };
    draw = () => {
      if (current && !current.on) choose(null);
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        const unit = wide / view.k / (stage.clientWidth || wide);
        picture.setAttribute("viewBox", `${view.x} ${view.y} ${wide / view.k} ${high / view.k}`);
        for (const [inner, [x, y]] of badges) inner.setAttribute("transform", `translate(${x} ${y}) scale(${unit * 0.8})`);
        ring.setAttribute("r", current ? unit * 9 : 0);
        if (current) { ring.setAttribute("cx", current.x); ring.setAttribute("cy", current.y); }
        if (canvas) paint();
        else for (const one of dots) one.drawn.setAttribute("class", one.on ? one.mark.dataset.t ? one.mark.classList[0] : "t0" : "off");
      });
    };
    const zoom = (times, x = view.x + wide / view.k / 2, y = view.y + high / view.k / 2) => {
      const k = times ? Math.max(1, Math.min(40, view.k * times)) : 1;
      move(x - (x - view.x) * view.k / k, y - (y - view.y) * view.k / k, k);
    };
    const move = (x, y, k = view.k) => {
      view.k = k;
      view.x = Math.max(0, Math.min(wide - wide / k, x));
      view.y = Math.max(0, Math.min(high - high / k, y));
      stage.classList.toggle("near", k > 1);
      draw();
    };
    const place = (event) => {
      const box = stage.getBoundingClientRect(), unit = wide / view.k / box.width;
      return [view.x + (event.clientX - box.left) * unit, view.y + (event.clientY - box.top) * unit, unit];
    };
    const onScreen = (one) => {
      const box = stage.getBoundingClientRect(), scale = box.width / wide * view.k;
      return [box.left + (one.x - view.x) * scale, box.top + (one.y - view.y) * scale];
    };
    const nearest = (x, y, most, from = dots) => {
      let best = null, least = most * most;
      for (const one of from) {
        const away = (one.x - x) ** 2 + (one.y - y) ** 2;
        if (one.on && away <= least) { least = away; best = one; }
      }
      return best;
    };
    const choose = (one, x, y) => {
      byKey = false;
      if (one !== current) { current = one; draw(); }
      // Of arguments that overlap, the second has no words of its own to mark: its whole post is shown.
      showTip(one ? short(one.mark.textContent || one.mark.parentElement.textContent, one.post.author) : "", x, y);
    };
    const reach = (next) => {
      if (!next) return;
      const w = wide / view.k, h = high / view.k;
      if (next.x < view.x || next.x > view.x + w || next.y < view.y || next.y > view.y + h) move(next.x - w / 2, next.y - h / 2);
      choose(next, ...onScreen(next));
      byKey = true;
      said.textContent = tip.textContent;
    };
    const turn = (by) => {
      const shown = dots.filter((one) => one.on);
      reach(shown[(shown.indexOf(current) + by + shown.length) % shown.length] || shown[0]);
    };
    const step = (right, down) => {
      const here = current && current.on ? current : null;
      const ahead = here ? dots.filter((one) => (one.x - here.x) * right + (one.y - here.y) * down > Math.abs((one.x - here.x) * down + (one.y - here.y) * right)) : dots;
      reach(here ? nearest(here.x, here.y, 9999, ahead) : nearest(view.x + wide / view.k / 2, view.y + high / view.k / 2, 9999));
    };
    const keys = {
      ArrowRight: () => step(1, 0), ArrowLeft: () => step(-1, 0), ArrowDown: () => step(0, 1), ArrowUp: () => step(0, -1),
      PageDown: () => turn(1), PageUp: () => turn(-1),
      Enter: () => current && open(current), "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: () => zoom(0), Escape: () => choose(null),
    };
    stage.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    stage.addEventListener("focus", () => { if (!current && stage.matches(":focus-visible")) step(0, 0); });
    stage.addEventListener("blur", () => choose(null));
    addEventListener("scroll", () => { if (byKey) showTip(tip.textContent, ...onScreen(current)); else hideTip(); }, { passive: true });

    const down = new Map();
    let pressed = null;
    stage.addEventListener("pointerdown", (event) => {
      down.set(event.pointerId, event);
      pressed = down.size === 1 ? { at: event, view: { ...view }, shown: current, moved: false } : null;
    });
    stage.addEventListener("pointermove", (event) => {
      const before = down.get(event.pointerId);
      if (before && down.size === 2) {
        const other = [...down.values()].find((one) => one.pointerId !== event.pointerId);
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
        const [x, y] = place({ clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 });
        zoom(apart(event) / apart(before), x, y);
        down.set(event.pointerId, event);
        return;
      }
      if (pressed && Math.hypot(event.clientX - pressed.at.clientX, event.clientY - pressed.at.clientY) > 5) pressed.moved = true;
      const [x, y, unit] = place(event);
      if (pressed && pressed.moved && view.k > 1) {
        stage.setPointerCapture(event.pointerId);
        move(pressed.view.x - (event.clientX - pressed.at.clientX) * unit, pressed.view.y - (event.clientY - pressed.at.clientY) * unit);
        return hideTip();
      }
      choose(nearest(x, y, REACH * unit), event.clientX, event.clientY);
    });
    let last = null;
    const release = (event) => {
      down.delete(event.pointerId);
      last = event.type === "pointerup" ? pressed : null;
      pressed = null;
    };
    for (const kind of ["pointerup", "pointercancel"]) stage.addEventListener(kind, release);
    // A finger reads with its first tap and opens with its second: it cannot point without pressing.
    stage.addEventListener("click", (event) => {
      const [x, y, unit] = place(event);
      const one = last && !last.moved ? nearest(x, y, REACH * unit) : null;
      if (!one) return;
      if (last.at.pointerType === "mouse" || one === last.shown) open(one);
      else choose(one, event.clientX, event.clientY);
    });
    stage.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") choose(null); });
    // A wheel alone scrolls the page, until the map is being used; pinching on a touchpad comes with ctrlKey.
    stage.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== stage) return;
      event.preventDefault();
      const [x, y] = place(event);
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), x, y);
    }, { passive: false });
    for (const button of field.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(+button.dataset.zoom));
    new ResizeObserver(draw).observe(stage);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }

  const toggle = panel.querySelector(".list");
  const named = () => { toggle.textContent = list.open ? toggle.dataset.close : toggle.dataset.open; };
  list.addEventListener("toggle", named);
  toggle.addEventListener("click", () => { list.open = !list.open; });
  panel.addEventListener("input", apply);
  panel.querySelector(".clear").addEventListener("click", () => { clear(); apply(); fields.search.focus(); });
  const widened = () => { if (stage && wideEnough.matches) list.open = true; };
  wideEnough.addEventListener("change", widened);
  widened();
  toggle.hidden = false;
  named();
  apply();
  return { filter };
};

if (panel) {
  panel.hidden = false;
  let ready = null;
  const prepared = () => (ready = ready || explore());
  // Not before it is needed: a page of thousands of arguments is there sooner.
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    prepared();
  }, { rootMargin: "600px" }).observe(panel);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-filter]");
    if (link) prepared().filter(link.dataset.filter);
    const block = event.target.closest(".time [data-slot]");
    if (!block) return;
    prepared().filter(`from=${block.dataset.slot}&until=${block.dataset.slot}`);
    location.hash = "#posts";
  });
  addEventListener("hashchange", () => {
    const row = location.hash && byId(location.hash.slice(1));
    if (row && row.hidden) { prepared().filter(""); row.scrollIntoView({ block: "center" }); }
  });
}
