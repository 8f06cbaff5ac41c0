/** The page's style, light and dark. */
export const STYLE = `:root{color-scheme:light dark;--line:light-dark(#d5d8dd,#43474f);--soft:light-dark(#5b616b,#b3b9c4);--back:light-dark(#f5f6f8,#16181c);
--pane:light-dark(#fff,#1f2228);--text:light-dark(#1b1e24,#eceef2);--green:light-dark(#0b6b4f,#3fc39a);--on-green:light-dark(#fff,#0c1f18);--bad:light-dark(#a1121f,#ff9aa2);--blue:light-dark(#1a4fa3,#8fb8ff);
font:15px/1.45 system-ui,sans-serif;background:var(--back);color:var(--text)}
*{box-sizing:border-box}body{margin:0 auto;padding:10px 14px 14px;max-width:1800px;display:flex;flex-direction:column;height:100vh}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}[hidden]{display:none!important}
.top{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center}h1{font-size:22px;margin:0}h1 small{font-weight:400;color:var(--soft);font-size:16px}h2{font-size:16px;margin:0}
#people{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:6px;align-items:center}#people legend{float:left;padding:0 6px 0 0;color:var(--soft)}
#people label{cursor:pointer}#people input{position:absolute;opacity:0}#people span{display:block;border:1px solid var(--line);border-radius:999px;padding:3px 12px;background:var(--pane)}
#people input:checked+span{background:var(--green);border-color:var(--green);color:var(--on-green)}#people input:focus-visible+span{outline:2px solid var(--blue);outline-offset:2px}
nav{margin:8px 0;display:flex;gap:10px;align-items:baseline}nav span{color:var(--soft)}nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:6px;margin:0;padding:0}nav button b{display:inline-block;min-width:1.5em;border-radius:50%;background:var(--green);color:var(--on-green);text-align:center}
#said{position:sticky;top:0;background:light-dark(#fff3c4,#4a3d0c);padding:8px 12px;border-radius:6px;margin:0 0 8px;z-index:2}#said:empty{position:static;background:none;color:var(--soft)}#said:empty::before{content:'Press 1 to 5 and watch, or do it yourself: choose who you are, type, drop a file, press buttons. Nothing leaves this machine.'}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:12px;align-items:stretch;flex:1;min-height:0;grid-auto-rows:minmax(440px,1fr)}
section{border:1px solid var(--line);border-radius:10px;background:var(--pane);min-width:0;display:flex;flex-direction:column;min-height:0;overflow:hidden;scroll-margin-top:52px}
section>header{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;padding:8px 12px;border-bottom:1px solid var(--line)}
#slack>header{border-top:4px solid #4a154b}#teams>header{border-top:4px solid #5b5fc7}#around>header{border-top:4px solid #0b6b4f}
section.dropping{outline:3px dashed var(--green);outline-offset:-6px}
[role=tablist]{display:flex;gap:2px;flex-wrap:wrap}[role=tab]{border:0;background:none;border-bottom:2px solid transparent;border-radius:0;padding:4px 8px;color:var(--soft)}
[role=tab][aria-selected=true]{color:var(--text);border-bottom-color:var(--green);font-weight:600}[role=tab].new::after{content:' ●';color:var(--green)}#slack:has(#slack-home:not([hidden])) .composer{display:none}
#bot{font-size:13px;color:var(--soft)}#bot::before{content:'● ';color:var(--green)}#bot.down::before,#bot.down{color:var(--bad)}
[role=tabpanel]{flex:1;min-height:0;display:flex;flex-direction:column;overflow:hidden}
.log{flex:1;overflow:auto;overflow-wrap:anywhere;padding:4px 12px}.log:empty::before{content:'Nothing here yet.';color:var(--soft);display:block;padding:12px 0}#behind:has([name=words]:not(:placeholder-shown)) .log:empty::before{content:'Nothing fits the filter.'}
.message{border-top:1px solid var(--line);padding:8px 0}.message:first-child{border-top:0}.message p{margin:4px 0}.message>*+*{margin-top:6px}.message a+button{margin-left:8px}.who{font-weight:600}.who time{font-weight:400;color:var(--soft);font-size:13px;margin-left:6px}
.note,.hint{color:var(--soft);font-size:13px}.note:empty,.hint:empty,.error:empty{display:none}#onedrive{margin:0;padding:2px 12px}
.composer,.switches,.filter{display:flex;flex-wrap:wrap;gap:6px 8px;align-items:center;padding:8px 12px;border-top:1px solid var(--line)}.composer p{margin:0;width:100%}
.filter{border-bottom:1px solid var(--line)}.grow{flex:1;min-width:130px}.grow input{width:100%}.filter .grow{display:flex;gap:8px;align-items:center}.file{position:relative;border:1px solid light-dark(#b5bac3,#5a606b);border-radius:6px;padding:4px 12px;cursor:pointer}.file:focus-within{outline:2px solid var(--blue);outline-offset:2px}.file input{position:absolute;inset:0;opacity:0;width:100%;cursor:pointer}.switches label{white-space:nowrap}
.buttons{display:flex;flex-wrap:wrap;gap:6px;margin-top:6px}label{display:inline-block}
input,select,textarea,button{font:inherit;max-width:100%;color:inherit}input:not([type=radio],[type=checkbox],[type=file]),select,textarea{background:var(--pane);border:1px solid light-dark(#8a909b,#6b717d);border-radius:6px;padding:5px 8px}
button{padding:4px 12px;cursor:pointer;border:1px solid light-dark(#b5bac3,#5a606b);border-radius:6px;background:var(--pane)}button:disabled{opacity:.55;cursor:progress}button:hover{background:light-dark(#eef0f3,#2b2f37)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}a{color:var(--blue)}
button.primary{background:#0b6b4f;color:#fff;border-color:#0b6b4f}button.primary:hover{background:#095a42}button.danger{color:var(--bad);border-color:currentColor}.error{color:var(--bad);margin:4px 0}
.composer [data-sample]{cursor:grab}
dialog{width:min(580px,94vw);border:1px solid var(--line);border-radius:12px;max-height:92vh;background:var(--pane);color:var(--text);padding:0;overflow:hidden}dialog::backdrop{background:#0008}
dialog[open],dialog form{display:flex;flex-direction:column;max-height:92vh;min-height:0}dialog h2{padding:14px 20px 10px;border-bottom:1px solid var(--line)}dialog .inside{overflow:auto;padding:4px 20px 12px;min-height:0}
dialog .trouble{padding:0 20px}dialog form>.buttons,dialog>.buttons{margin:0;padding:10px 20px;border-top:1px solid var(--line);justify-content:flex-end}dialog.confirm{width:min(440px,94vw)}dialog.confirm>p{margin:12px 20px}
dialog .field{margin:12px 0;border:0;padding:0}dialog .field>label:not(.choice){display:block;font-weight:600}dialog legend{font-weight:600;padding:0}
dialog .field label>input,dialog .field label>textarea,dialog .field label>select{font-weight:400}dialog .field>label>input:not([type=file],[type=radio],[type=checkbox]),dialog textarea,dialog select{display:block;width:100%;margin:4px 0}
label.choice{display:flex;gap:8px;align-items:baseline;padding:2px 0}label.choice .note{display:block}.boxes{max-height:min(300px,40vh);overflow:auto;padding:2px}.boxes p{margin:6px 0 0}[aria-invalid=true]{outline:2px solid var(--bad);outline-offset:1px}
.typeahead{position:relative;flex:1}.typeahead input{width:100%}.typeahead ul{position:absolute;z-index:3;inset-inline:0;margin:2px 0;padding:4px;list-style:none;background:var(--pane);border:1px solid var(--line);border-radius:6px;max-height:220px;overflow:auto;box-shadow:0 4px 14px #0003}
.typeahead li{padding:4px 8px;border-radius:4px;cursor:pointer}.typeahead li[aria-selected=true],.typeahead li:hover{background:light-dark(#e6f0ec,#2d3a35)}.typeahead .hint{margin:2px 0}.chips{display:flex;flex-wrap:wrap;gap:4px;margin:2px 0}.chips:empty{display:none}button.chip{border-radius:999px;padding:1px 10px}
pre,.rich{white-space:pre-wrap}pre{margin:4px 0;font:inherit}p.rich,div.rich{margin:4px 0}p.note.rich{display:flex;flex-wrap:wrap;gap:2px 10px}details pre,pre.code,code{font:13px/1.4 ui-monospace,monospace}code,pre.code{background:var(--back);border:1px solid var(--line);border-radius:4px;padding:0 4px}pre.code{padding:8px}blockquote{border-left:3px solid var(--line);margin:4px 0;padding:0 0 0 10px}
.message ul:not(.choices),.message ol,dialog ul:not(.choices),#slack-home ul{margin:4px 0;padding-inline-start:22px}.message li .rich,#slack-home li .rich,dialog li .rich{margin:1px 0}h3{margin:8px 0;font-size:17px}.section{display:flex;gap:10px;justify-content:space-between;align-items:flex-start}.section>:first-child{min-width:0}.section>:not(:first-child){flex:none;max-width:50%}.fields{display:grid;grid-template-columns:1fr 1fr;gap:0 12px}
[aria-busy=true]:not(body){opacity:.65;cursor:progress}select.overflow{width:3.4em}details{border-top:1px solid var(--line);padding:4px 0}summary{cursor:pointer}
details pre{background:var(--back);border-radius:6px;padding:8px;max-height:320px;overflow:auto;white-space:pre-wrap}
#behind summary{display:flex;gap:8px;align-items:baseline;list-style:none;font-size:14px}#behind summary>*{flex:none}#behind summary .what{flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}#behind summary::before{content:'▸';color:var(--soft)}#behind [open]>summary::before{content:'▾'}
summary .time,summary .tag{color:var(--soft)}summary .tag{min-width:4.6em}summary .good{color:var(--green);min-width:1.9em}summary .bad{color:var(--bad);font-weight:600;min-width:1.9em}iframe{width:100%;height:420px;border:1px solid var(--line);border-radius:6px;background:#fff}
table{border-collapse:collapse;width:100%;font-size:14px;margin:6px 0}td,th{border-bottom:1px solid var(--line);padding:4px 6px;text-align:left;vertical-align:top}th{color:var(--soft);font-weight:600}
#around td:nth-child(n+2){white-space:nowrap}.table{overflow-x:auto}.table table{width:auto;min-width:100%;overflow-wrap:normal}.table td,.table th{max-width:230px;min-width:76px;overflow-wrap:anywhere;font-size:13px}.table :is(td,th):first-child{white-space:nowrap;min-width:0}.table :is(th,:nth-child(-n+2)){overflow-wrap:normal}caption{text-align:left;font-weight:600;padding:8px 0 2px}meter{width:90px;vertical-align:middle}#around td>span:has(meter){display:flex;justify-content:space-between;gap:8px;align-items:center}
.card{background:light-dark(#fff,#26292f);border:1px solid var(--line);border-radius:8px;padding:4px;color:var(--text);--card-line:var(--line)}
.card .ac-actionSet{flex-wrap:wrap!important;row-gap:8px}.card .ac-pushButton{background:var(--pane);color:var(--text)}.card .ac-pushButton.style-positive,.card .ac-pushButton.primary{background:#0b6b4f;color:#fff}
.card .ac-pushButton.style-destructive{color:var(--bad)}.card .ac-textInput,.card select.ac-input{background:var(--pane);color:var(--text)}
/* Two columns: the third would leave half a row empty. */@media(min-width:900px) and (max-width:1341px){#around{grid-column:1/-1}}
@media(max-width:700px){body{padding:8px;height:auto}main{grid-auto-rows:auto;flex:none}.log{max-height:70vh;min-height:160px}}
@media(prefers-reduced-motion:no-preference){.pointed{animation:point 1.2s}}@keyframes point{0%,60%{box-shadow:0 0 0 3px var(--green)}}`;
