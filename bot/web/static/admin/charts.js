// Pictures of tables: every <figure data-chart="bar|line"> with a table in it gets one. The table stays: it is what
// holds, and what is read out. Withheld and unknown figures are gaps, never nought.
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 30rem)");
const figures = [...document.querySelectorAll("figure[data-chart]")];
const drawn = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function number(cell) {
  const written = (cell?.dataset.value ?? "").replaceAll(".", "");
  return /^-?\d+$/.test(written) ? Number(written) : null;
}

function words(cell) {
  return (cell?.textContent ?? "").trim();
}

function read(figure) {
  const table = figure.querySelector("table");
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const wanted = figure.dataset.columns?.split(" ").map(Number);
  const columns = heads.map((_, at) => at).filter((at) => (wanted ? wanted.includes(at) : heads[at].classList.contains("num")));
  return {
    labels: rows.map((row) => words(row.cells[0])),
    series: columns.map((at) => ({ label: words(heads[at]), data: rows.map((row) => number(row.cells[at])) })),
    caption: words(table.caption),
  };
}

function styled(series, kind) {
  return series.map((one, at) => {
    const tone = colour(`--chart-${(at % 5) + 1}`);
    const line = kind === "line";
    return { ...one, backgroundColor: tone, borderColor: tone, borderWidth: line ? 2.5 : 0, borderRadius: 3,
      maxBarThickness: 40, pointRadius: line ? 3 : 0, tension: 0, spanGaps: false, pointStyle: ["circle", "rect", "triangle", "rectRot", "star"][at % 5] };
  });
}

function options(count, sideways) {
  const [ink, line] = [colour("--ink"), colour("--line")];
  const figureAxis = { beginAtZero: true, ticks: { color: ink, precision: 0 }, grid: { color: line } };
  const longest = sideways && narrow.matches ? 18 : Infinity; // letters of a name; the table below has all of it
  const named = function (value) {
    const label = this.getLabelForValue(value);
    return label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
  };
  const nameAxis = { ticks: { color: ink, autoSkip: !sideways, maxRotation: 0, callback: named }, grid: { display: false } };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    locale: document.documentElement.lang,
    indexAxis: sideways ? "y" : "x",
    interaction: { mode: "index", intersect: false, axis: sideways ? "y" : "x" },
    scales: sideways ? { x: figureAxis, y: nameAxis } : { x: nameAxis, y: figureAxis },
    plugins: { legend: { display: count > 1, labels: { color: ink, usePointStyle: true, pointStyleWidth: 12, boxHeight: 8 } } },
  };
}

async function draw(figure) {
  const { Chart } = globalThis;
  const { labels, series, caption } = read(figure);
  if (!series.some((one) => one.data.some((value) => value !== null))) return; // nothing to draw
  const kind = figure.dataset.chart;
  const sideways = kind === "bar" && Math.max(...labels.map((label) => label.length)) > 9;
  const box = figure.querySelector(".canvas");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", caption);
  box.replaceChildren(canvas);
  box.hidden = false;
  if (sideways) box.style.height = `${Math.max(10, 4 + labels.length * (1 + 0.7 * series.length))}rem`;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawn.push(new Chart(canvas, { type: kind, data: { labels, datasets: styled(series, kind) }, options: options(series.length, sideways) }));
}

async function drawAll() {
  for (const chart of drawn.splice(0)) chart.destroy();
  for (const figure of figures) await draw(figure);
}

if (figures.length) {
  await import("./vendor/chart.js");
  await document.fonts.ready;
  await drawAll();
  dark.addEventListener("change", drawAll);
  addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
}
