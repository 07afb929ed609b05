// Reloads the page when the site was built anew; shows why when it could not be. Served pages only.
(() => {
    let version = null;
    let box = null;

    const show = (text) => {
        if (!box) {
            box = document.createElement("pre");
            box.setAttribute("role", "alert");
            box.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:2000;margin:0;padding:12px 16px;max-height:50vh;overflow:auto;" +
                "white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace;color:#fff;background:#8c1d18";
            document.body.append(box);
        }
        box.textContent = text;
    };

    new EventSource("/-/events").onmessage = (event) => {
        const state = JSON.parse(event.data);
        if (version !== null && state.version !== version) {
            location.reload();
            return;
        }
        version = state.version;
        if (state.error) {
            const lead = state.version ? "The newest text gives no page; this is the last good one." : "The text gives no page yet.";
            show(lead + "\n\n" + state.error);
        } else if (box) {
            box.remove();
            box = null;
        }
    };
})();
