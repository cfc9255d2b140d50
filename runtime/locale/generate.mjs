// Makes locales.txt out of the Unicode Common Locale Data Repository:
//
//   npm install --ignore-scripts cldr-core@48.2.0 cldr-numbers-full@48.2.0 cldr-dates-full@48.2.0
//   node generate.mjs node_modules > locales.txt
//
// It keeps what a message needs: how numbers, money, dates and times of day are written.
// A locale holds only the lines in which it differs from the one it is a variant of:
// en-GB from en. Load (locale.go) reads the result.
import { readFileSync, readdirSync, existsSync } from "node:fs";

const folder = process.argv[2];
const read = (path) => JSON.parse(readFileSync(`${folder}/${path}`, "utf8"));

const levels = read("cldr-core/coverageLevels.json").coverageLevels;
const systems = read("cldr-core/supplemental/numberingSystems.json").supplemental.numberingSystems;
const money = read("cldr-core/supplemental/currencyData.json").supplemental.currencyData;

// Languages of which the repository is complete, with all their variants.
const complete = (tag) => {
  for (let t = tag; t; t = t.slice(0, Math.max(t.lastIndexOf("-"), 0))) {
    if (levels[t]) return levels[t] === "modern";
  }
  return false;
};
const tags = readdirSync(`${folder}/cldr-numbers-full/main`).sort().filter((t) => complete(t) && !/-[a-z]{5,}$/.test(t) &&
  existsSync(`${folder}/cldr-dates-full/main/${t}/ca-gregorian.json`));

// Money that is in use somewhere now, or was a few years ago: feeds carry history.
const current = new Set();
for (const list of Object.values(money.region)) {
  for (const entry of list) {
    for (const [code, use] of Object.entries(entry)) {
      if ((!use._to || use._to >= "2015") && use._tender !== "false") current.add(code);
    }
  }
}

// A narrow space between the hour and AM is one that many phones cannot show.
const plain = (s) => s.replaceAll("\u202f", " ");
const byKey = (o, keys) => keys.map((k) => o[k]).join("|");
const upTo = (n) => Array.from({ length: n }, (_, i) => String(i + 1));
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function lines(tag) {
  const n = read(`cldr-numbers-full/main/${tag}/numbers.json`).main[tag].numbers;
  const names = read(`cldr-numbers-full/main/${tag}/currencies.json`).main[tag].numbers.currencies;
  const g = read(`cldr-dates-full/main/${tag}/ca-gregorian.json`).main[tag].dates.calendars.gregorian;
  const system = n.defaultNumberingSystem;
  const signs = n[`symbols-numberSystem-${system}`];
  const sizes = n[`decimalFormats-numberSystem-${system}`].standard.split(";")[0].split(".")[0].split(",").map((s) => s.length);
  const primary = sizes.length > 1 ? sizes[sizes.length - 1] : 0;
  const secondary = sizes.length > 2 ? sizes[sizes.length - 2] : primary;
  const symbols = [...current].sort().filter((c) => names[c]?.symbol && names[c].symbol !== c).map((c) => `${c}=${names[c].symbol}`);
  const periods = g.dayPeriods.format.abbreviated;
  const styles = ["full", "long", "medium", "short"];
  const form = (o) => (typeof o === "string" ? o : o._value); // one in the old digits is an object
  return {
    n: [signs.decimal, signs.group, signs.minusSign, [...systems[system]._digits][0], primary, secondary, n.minimumGroupingDigits].join("\t"),
    c: form(n[`currencyFormats-numberSystem-${system}`].standard),
    s: symbols.join("|"),
    m: byKey(g.months.format.wide, upTo(12)),
    b: byKey(g.months.format.abbreviated, upTo(12)),
    l: byKey(g.months["stand-alone"].wide, upTo(12)),
    w: byKey(g.days.format.wide, days),
    h: byKey(g.days.format.abbreviated, days),
    p: `${periods.am}|${periods.pm}`,
    e: g.eras.eraAbbr["1"],
    d: styles.map((s) => form(g.dateFormats[s])).join("|"),
    t: plain(form(g.timeFormats.short)),
  };
}

const all = new Map(tags.map((t) => [t, lines(t)]));
const out = [
  `# CLDR ${read("cldr-core/package.json").version}. Made by generate.mjs; licence: LICENSE.`,
  "digits\t" + Object.entries(money.fractions).filter(([c, f]) => c !== "DEFAULT" && current.has(c) && f._digits !== "2")
    .map(([c, f]) => `${c}=${f._digits}`).sort().join("|"),
];
for (const tag of tags) {
  let up = tag;
  do up = up.slice(0, Math.max(up.lastIndexOf("-"), 0)); while (up && !all.has(up));
  const own = all.get(tag), base = up ? all.get(up) : {};
  const differs = Object.entries(own).filter(([k, v]) => v !== base[k]);
  out.push(tag);
  for (let [k, v] of differs) {
    if (k === "s" && up) {
      const was = new Set(base.s.split("|"));
      const now = new Map(v.split("|").filter(Boolean).map((x) => x.split("=")));
      const fresh = v.split("|").filter((x) => x && !was.has(x));
      const gone = base.s.split("|").filter((x) => x && !now.has(x.split("=")[0])).map((x) => `${x.split("=")[0]}=${x.split("=")[0]}`);
      v = [...fresh, ...gone].join("|");
    }
    out.push(`\t${k}\t${v}`);
  }
}
process.stdout.write(out.join("\n") + "\n");
