import { CAST } from '../contoso.ts';

const people = Object.values(CAST)
  .map(({ id, name, roles }) => `<option value="${id}">${name} – ${roles.join(', ') || 'no rights'}</option>`)
  .join('');

function chat(id: string, title: string, hint: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
<div class="log" role="log" aria-label="${title} messages" tabindex="0"></div>
<form><label>Message<input name="text" autocomplete="off" placeholder="${hint}"></label>
<label>File<input name="file" type="file" accept=".csv,text/csv"></label>
<button>Send</button>
<p>Sample files: <button type="button" data-sample="starters.csv">22 good rows</button>
<button type="button" data-sample="three-wrong-rows.csv">three wrong rows</button></p></form></section>`;
}

/** The page; what stands in it comes from `/page/page.js`. */
export const DOCUMENT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rollcall sandbox</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/page.css">
<script src="/page/adaptivecards.js" defer></script><script type="module" src="/page/page.js"></script></head>
<body><header><h1>Rollcall sandbox</h1><label>You are<select id="person">${people}</select></label></header>
<nav class="buttons" aria-label="Tour"><button data-step="add">1. Add one person</button><button data-step="drop">2. Drop a CSV</button>
<button data-step="fix">3. Fix its rows</button><button data-step="mail">4. Open the mail</button></nav><p id="said" role="status"></p>
<main>${chat('slack', 'Slack', '/adduser Katherine Johnson')}${chat('teams', 'Teams', 'adduser Katherine Johnson')}
<section id="tenant" aria-labelledby="tenant-title"><h2 id="tenant-title">Tenant</h2><div class="log" tabindex="0"></div></section>
<section id="mail" aria-labelledby="mail-title"><h2 id="mail-title">Mailbox</h2><div class="log" tabindex="0"></div></section>
<section id="behind" aria-labelledby="behind-title"><h2 id="behind-title">Behind the scenes</h2>
<form><label><input type="checkbox" name="graphDown">Graph is down</label><label><input type="checkbox" name="mailDown">Mail is down</label>
<label><input type="checkbox" name="slow">1 second slower</label><button type="button" id="restart">Kill and restart the bot</button></form>
<div class="log" tabindex="0"></div></section></main><dialog id="modal" aria-labelledby="modal-title"></dialog></body></html>`;

/** The page's style, light and dark. */
export const STYLE = `:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
*{box-sizing:border-box}body{margin:0 auto;padding:12px;max-width:1500px}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center}h1{font-size:20px;margin:0}h2{font-size:16px;margin:0 0 8px}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:12px}
section{border:1px solid light-dark(#ccc,#555);border-radius:8px;padding:12px;min-width:0;scroll-margin-top:56px}
.log{max-height:60vh;min-height:120px;overflow:auto;overflow-wrap:anywhere}
.message{border-top:1px solid light-dark(#ddd,#444);padding:8px 0}.who{font-weight:600}.note,.hint{color:light-dark(#555,#bbb);font-size:13px}
form,.buttons{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin-top:8px}form p{margin:0;width:100%}
label{display:block}input,select,textarea,button{font:inherit;max-width:100%;margin:0 4px}input[name=text]{width:260px}
button{padding:4px 12px;cursor:pointer}.primary{background:#0b6b4f;color:#fff;border:1px solid #0b6b4f;border-radius:4px}
.danger{color:light-dark(#a1121f,#ff9aa2)}.error{color:light-dark(#a1121f,#ff9aa2)}
dialog{width:min(560px,94vw);border:1px solid #888;border-radius:10px;max-height:92vh}dialog .field{margin:10px 0}
dialog .field>label:not(.choice),dialog .field>.label{font-weight:600}dialog input:not([type=radio],[type=checkbox]),dialog textarea,dialog select{display:block;width:100%;margin:4px 0}
pre{white-space:pre-wrap;margin:4px 0}table{border-collapse:collapse;width:100%;font-size:13px}td,th{border:1px solid light-dark(#ddd,#555);padding:3px 6px;text-align:left}
.modal{display:block}dialog .field input,dialog .field textarea,dialog .field select{font-weight:400}
.log:empty::before{content:'Nothing here yet.';opacity:.75}#behind td:first-child,th{overflow-wrap:normal}
nav{margin:8px 0}#said{position:sticky;top:0;background:light-dark(#fff6d6,#4a3d0c);padding:8px;border-radius:6px;margin:8px 0;z-index:1}
.card .ac-actionSet{flex-wrap:wrap!important;row-gap:8px}.card{background:#fff;color:#111;color-scheme:light;border-radius:6px;padding:4px}#said:empty{display:none}`;
