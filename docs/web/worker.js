// The unchanged package in Pyodide. Everything is loaded from this site; what is pasted never leaves this worker but as its answer.
import { loadPyodide } from "./pyodide/pyodide.mjs";
const ready = (async () => {
  const python = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href });
  const [zip, glue] = await Promise.all([fetch(new URL("claude_doctor.zip", import.meta.url)), fetch(new URL("answer.py", import.meta.url))]);
  if (!zip.ok || !glue.ok) throw new Error("the program is not beside this page");
  python.unpackArchive(await zip.arrayBuffer(), "zip", { extractDir: "/lib/doctor" });
  python.FS.writeFile("/lib/doctor/paste_box.py", await glue.text());
  python.runPython("import sys; sys.path.insert(0, '/lib/doctor'); sys.dont_write_bytecode = True");
  return python.runPython("import json, paste_box; lambda text, width: json.dumps(paste_box.answer(text, width))");
})();
ready.then(() => postMessage({ ready: true }), (error) => postMessage({ failed: String(error.message || error) }));
onmessage = async ({ data }) => {
  try {
    postMessage({ number: data.number, answer: JSON.parse((await ready)(data.text, data.width)) });
  } catch (error) {
    postMessage({ number: data.number, failed: String(error.message || error) });
  }
};
