function timeParts(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

// A time as a clock shows it: 00:07, 12:30, 1:02:03.
export function clock(ms) {
  const [hours, ...rest] = timeParts(ms);
  const [minutes, seconds] = rest.map((part) => String(part).padStart(2, "0"));
  return hours ? `${hours}:${minutes}:${seconds}` : `${minutes}:${seconds}`;
}

// A time for a screen reader: 2 minutes 3 seconds.
export function spoken(ms) {
  const units = ["hour", "minute", "second"];
  const said = timeParts(ms).flatMap((part, at) => (part ? [`${part} ${units[at]}${part === 1 ? "" : "s"}`] : []));
  return said.join(" ") || "0 seconds";
}
