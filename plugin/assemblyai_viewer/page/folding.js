// The terms by which words are found: the same as search_terms in the plugin's results/folding.py, which says why. Only
// the selectors of Mongolian, which it keeps, go here too.
const BREAKS = /[\r\v\f\x1c-\x1e\x85\u2028\u2029\u2800]/g;
const UNSEEN =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Co}\p{DI}\p{Noncharacter_Code_Point}\u{13430}-\u{1343f}\u{13441}\u{13442}\ufff9-\ufffb\u{1d159}\u{16fe4}]/gu;
const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\x60]/g;
const CHEROKEE = /[\u13f8-\u13fd\uab70-\uabbf]/g;
const GROUPING_APOSTROPHE = /(?<=\p{Nd})'(?=\p{Nd}{3}(?!\p{Nd}))/gu;
const GROUPED = /^\P{Nd}*[1-9]\p{Nd}{0,2}(?:,\p{Nd}{3})+(?:\.\p{Nd}+)?\P{Nd}*$/u;
const UNSOUGHT = /^[$€£#+-]+|(?<=\p{Nd})[$€£]+$/gu;
const LEADING =
  /(?:(?<![\p{L}\p{N}_%$€£#+-])[-+])?(?:(?<![\p{L}\p{N}_])[$€£#]+-|[$€£#]*)(?:(?<![\p{L}\p{N}_.])\.)?$/u;
const ALNUM = /^[\p{L}\p{N}]/u;
const DIGIT = /^\p{Nd}/u;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|iw|ks|ps|sd|ug|ur|yi)\b/i;

// Whether a language, by its code, is written from right to left.
export function isRightToLeft(code) {
  return RIGHT_TO_LEFT.test(code ?? "");
}

export function isUnspaced(text) {
  return UNSPACED.test(text);
}

export function searchTerms(text) {
  return splitTerms(foldedText(text)).map((term) => term.replace(UNSOUGHT, ""));
}

function foldedText(text) {
  const seen = text.replace(BREAKS, " ").replace(UNSEEN, "").replaceAll("´", "'").normalize("NFKC");
  // Upper case and back is Unicode's case folding, but for a capital ß, a dotless i, a final sigma and Cherokee.
  const cased = seen.replaceAll("ẞ", "ss").split("ı").map((part) => part.toUpperCase().toLowerCase()).join("ı").replaceAll("ς", "σ");
  return cased
    .replace(CHEROKEE, (letter) => letter.toUpperCase())
    .replace(APOSTROPHES, "'")
    .replaceAll("−", "-")
    .replace(GROUPING_APOSTROPHE, "");
}

function splitTerms(folded) {
  const chars = Array.from(folded);
  const found = [];
  let within = false;
  for (const [place, char] of chars.entries()) {
    if (within && continuesTerm(found.at(-1), char, chars[place + 1] ?? "")) found.push(found.pop() + char);
    else {
      within = ALNUM.test(char);
      if (within) found.push(signsBefore(chars, place) + char);
    }
  }
  return found.map((term) => (term.includes(",") && GROUPED.test(term) ? term.replaceAll(",", "") : term));
}

function signsBefore(chars, place) {
  if (!place || !"$€£+#-.".includes(chars[place - 1])) return "";
  const lead = chars.slice(Math.max(0, place - 5), place).join("").match(LEADING)[0];
  return DIGIT.test(chars[place]) ? lead.replace(".", "0.") : lead.replace(/^[-.]+|[-.]+$/g, "");
}

function continuesTerm(term, char, after) {
  if (ALNUM.test(char)) return !isUnspaced(char) && !isUnspaced(String.fromCodePoint(term.codePointAt(0)));
  if (".,:/".includes(char)) return /\p{Nd}$/u.test(term) && DIGIT.test(after);
  if (char === "'") return ALNUM.test(after) && !isUnspaced(after);
  if ("%$€£+#".includes(char)) return true;
  if (char === "-") return /^\p{L}$/u.test(term) && !isUnspaced(term) && !/^[\p{L}\p{N}_-]/u.test(after);
  return /^\p{M}/u.test(char);
}
