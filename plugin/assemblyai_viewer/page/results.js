import { searchTerms } from "./folding.js";

// The ids in an argument or a result: one, a list, or a list as JSON, as models write them.
function idsIn(value) {
  return JSON.stringify(value ?? "").match(/[\w-]{1,64}/g) ?? [];
}

// The transcripts that a call is about: its result knows best, then its arguments, then what the result says.
export function transcriptsOf(given, { structuredContent: data, content }) {
  const said = /transcript_id=([\w-]+)|Transcript ([\w-]+) is/.exec(textOfResult(content)) ?? [];
  const named = [data?.id, data?.transcript_ids, given.transcript_id, given.transcript_ids, said[1] ?? said[2]];
  return [...new Set(named.map(idsIn).find((ids) => ids.length))];
}

export function textOfResult(content) {
  return [content ?? []].flat().map((one) => one?.text ?? "").join("\n").trim();
}

// What is about this transcript; a part of a result that names none is about the only one.
function about(id, list) {
  return (Array.isArray(list) ? list : []).filter((one) => (one?.transcript_id ?? id) === id);
}

// The answers of ask_question as the page shows them.
export function answersFor(id, { answers }) {
  return about(id, answers).map(({ question, answer, quotes }) => ({
    question, answer, quotes: about(id, quotes).map(({ text, speaker = null, start = null, end = null, match }) =>
      ({ text, speaker, start, end, verified: match !== "unverified" })),
  }));
}

// The words that search_words found, in the order in which they were asked for.
export function termsFor(id, { matches }, asked) {
  const folded = (text) => searchTerms(String(text)).join(" ");
  const order = (Array.isArray(asked) ? asked : []).map(folded);
  const place = ({ text }) => (order.includes(folded(text)) ? order.indexOf(folded(text)) : order.length);
  return about(id, matches).sort((one, other) => place(one) - place(other));
}
