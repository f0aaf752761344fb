// The page's style and script are packed, which makes them a third as long; the policy names what comes out by its hash.
if (!("DecompressionStream" in window)) document.body.append("This browser is too old to show the transcript.");

async function unpacked(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (char) => char.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

const style = document.createElement("style");
const script = document.createElement("script");
script.type = "module";
[style.textContent, script.textContent] = await Promise.all(["style", "script"].map(unpacked));
document.head.append(style);
document.body.append(script);
