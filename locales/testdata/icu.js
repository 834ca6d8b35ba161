// Formats the cells that oracle_test.go asks for with ICU, through Intl.
// In: JSON on standard input. Out: JSON, a map of locale to its cells.
const ask = JSON.parse(require('fs').readFileSync(0, 'utf8'));
if (process.versions.cldr !== ask.cldr) {
  console.error(`node ${process.version} has CLDR ${process.versions.cldr}, want ${ask.cldr}`);
  process.exit(3);
}
const day = ([y, m, d]) => new Date(Date.UTC(y, m - 1, d));
const out = {};
for (const tag of ask.locales) {
  if (Intl.DateTimeFormat.supportedLocalesOf(tag).length === 0) { out[tag] = null; continue; }
  const loc = tag + (tag.includes('-u-') ? '-ca-gregory' : '-u-ca-gregory');
  const cells = { currency: [], decimal: [], percent: [], date: [], range: [], list: [], country: [], plural: [] };
  for (const [code, digits] of ask.currencies) {
    for (const style of ask.styles) {
      const f = new Intl.NumberFormat(loc, {
        style: 'currency', currency: code, minimumFractionDigits: digits, maximumFractionDigits: digits,
        currencyDisplay: style === 'accounting' ? 'symbol' : style, currencySign: style === 'accounting' ? 'accounting' : 'standard',
      });
      for (const n of ask.amounts[digits]) cells.currency.push(f.format(n));
    }
  }
  for (const digits of Object.keys(ask.amounts)) {
    const f = new Intl.NumberFormat(loc, { minimumFractionDigits: +digits, maximumFractionDigits: +digits });
    for (const n of ask.amounts[digits]) cells.decimal.push(f.format(n));
  }
  const percent = new Intl.NumberFormat(loc, { style: 'percent', maximumFractionDigits: 10 });
  for (const n of ask.fractions) cells.percent.push(percent.format(n));
  for (const dateStyle of ask.dateStyles) {
    const f = new Intl.DateTimeFormat(loc, { dateStyle, timeZone: 'UTC' });
    for (const d of ask.dates) cells.date.push(f.format(day(d)));
    const named = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' };
    const span = {
      short: f, medium: f, long: new Intl.DateTimeFormat(loc, named), full: new Intl.DateTimeFormat(loc, { ...named, weekday: 'long' }),
    }[dateStyle];
    for (const [a, b] of ask.ranges) cells.range.push(span.formatRange(day(a), day(b)));
  }
  const list = new Intl.ListFormat(loc, { type: 'conjunction', style: 'long' });
  for (const l of ask.lists) cells.list.push(list.format(l));
  const names = new Intl.DisplayNames(loc, { type: 'region', fallback: 'none' });
  for (const c of ask.countries) cells.country.push(names.of(c) ?? '');
  for (const n of ask.counts) {
    const [, fraction = ''] = n.split('.');
    cells.plural.push(new Intl.PluralRules(loc, { minimumFractionDigits: fraction.length, maximumFractionDigits: fraction.length }).select(+n));
  }
  out[tag] = cells;
}
process.stdout.write(JSON.stringify(out));
