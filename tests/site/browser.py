"""A headless Chromium that visits a folder over loopback and reports what it saw: nothing but the browser is
needed.
"""

from __future__ import annotations

import contextlib
import json
import queue
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
)
_FLAGS += (
    "--disable-sync",
    "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        self.server.asked.append(self.path)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()
        self.server.told.put(json.loads(body))


def visit(site: Path, probe: str, profile: Path, timeout: float) -> tuple[Any, list[str]]:
    """Serve `site`, open a page whose script is `probe` (it calls `tell(value)`), and return (value, paths
    asked for).
    """
    page = (
        "<!doctype html><meta charset=utf-8><iframe id=f style='width:390px;height:844px'></"
        f"iframe><script type=module>{_TELL}{probe}</script>"
    )
    (site / "probe.html").write_text(page, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    server.asked, server.told = [], queue.Queue()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/probe.html"
    command = [str(CHROMIUM), *_FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", address]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return server.told.get(timeout=timeout), server.asked
    finally:
        browser.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            browser.wait(10)
        browser.kill()
        server.shutdown()
        server.server_close()
        (site / "probe.html").unlink()


_TELL = """
const tell=value=>fetch('/told',{method:'POST',body:JSON.stringify(value)});
const frame=document.getElementById('f');
await new Promise(done=>{frame.onload=done;frame.src='index.html';});
const page=frame.contentDocument,box=page.getElementById('box'),answer=page.getElementById('answer'),Event_=frame.contentWindow.Event;
const until=async(test,limit)=>{const end=Date.now()+limit;while(!test()&&Date.now()<end)await new Promise(done=>setTimeout(done,20));return test();};
async function paste(text,limit){answer.dataset.state='';box.value=text;box.dispatchEvent(new Event_('paste'));box.dispatchEvent(new Event_('input'));
const began=Date.now(),is=await until(()=>answer.dataset.state==='final',limit);
return{ids:is?answer.dataset.ids:null,text:answer.querySelector('pre')?.textContent||'',ms:Date.now()-began,state:page.getElementById('state').textContent};}
"""
