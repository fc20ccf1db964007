// Colours and layout of the page: light and dark, laptop and phone.

export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2430;--soft:#5c6675;--line:#d9dee5;--card:#f5f7f9;
--c1:#1668b8;--c2:#c77700;--c3:#b3261e;--c4:#8a93a0;--band:#b3261e26;--good:#12703c;--bad:#b3261e;--warn:#8a5a00}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--fg:#e6eaf0;--soft:#9aa5b4;--line:#303844;--card:#1b212a;
--c1:#6cb2f5;--c2:#f0ae4d;--c3:#ff8a80;--c4:#79838f;--band:#ff8a8033;--good:#67d391;--bad:#ff8a80;--warn:#f0c060}}
*{box-sizing:border-box}
body{margin:0 auto;padding:16px;max-width:1080px;background:var(--bg);color:var(--fg);
font:16px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:break-word}
html[lang=en] [lang=zh],html[lang=zh] [lang=en]{display:none}
header{display:flex;gap:12px;align-items:start;justify-content:space-between}
h1{font-size:1.5rem;line-height:1.25;margin:0}h2{font-size:1.15rem;margin:28px 0 8px}h3{font-size:1rem;margin:0}
button{font:inherit;font-size:.875rem;padding:4px 12px;border:1px solid var(--line);border-radius:6px;background:var(--card);
color:inherit;cursor:pointer;white-space:nowrap}
button:focus-visible{outline:2px solid var(--c1);outline-offset:2px}
.about{color:var(--soft);margin:2px 0 8px;font-size:.875rem}
.verdict{display:inline-block;font-weight:700;font-size:1.15rem;margin:12px 0 0;padding:2px 12px;border-radius:6px;border:2px solid}
.passed{color:var(--good)}.failed{color:var(--bad)}.warning{color:var(--warn);font-weight:600}
dl.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:8px;margin:0}
.tiles div{background:var(--card);border-radius:8px;padding:8px 12px}.tiles dt{color:var(--soft);font-size:.8125rem}
.tiles dd{margin:0;font-size:1.25rem;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-size:.9375rem}th,td{text-align:left;padding:5px 12px 5px 0;
border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th,.figures td:first-child{overflow-wrap:normal}th{white-space:nowrap;font-weight:600;color:var(--soft);font-size:.8125rem}
.figures td:not(:first-child),.figures th:not(:first-child){text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding:5px 0 5px 6px}
.findings td:nth-child(2){min-width:12em}.kind{white-space:nowrap;font-weight:600;color:var(--bad)}
.plot{margin:0 0 20px;padding:12px;background:var(--card);border-radius:8px}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:0 0 4px;padding:0;list-style:none;font-size:.8125rem}
.legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
.frame{position:relative;padding:18px 0 0 64px}
.frame svg{display:block;width:100%;height:200px}
.ylabels{position:absolute;left:0;top:18px;height:200px;width:58px}
.ylabels span{position:absolute;right:0;transform:translateY(-50%);font-size:.75rem;color:var(--soft);white-space:nowrap}
.marks{position:absolute;left:64px;right:0;top:0;height:18px}
.marks span{position:absolute;font-size:.75rem;font-weight:600;color:var(--bad)}
.xlabels{position:relative;height:20px;font-size:.75rem;color:var(--soft);margin-top:2px}
.xlabels span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.xlabels span:first-child{transform:none}.xlabels span:last-child{transform:translateX(-100%)}
summary{cursor:pointer;padding:8px 0}
.grid{stroke:var(--line);vector-effect:non-scaling-stroke}.line{fill:none;stroke-width:1.6;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.band{fill:var(--band)}.area{opacity:.85}
@media (max-width:560px){body{padding:12px}.findings thead{display:none}.findings tr{display:block;border-bottom:1px solid var(--line);padding:6px 0}
.findings td{display:block;border:0;padding:1px 0}.figures{font-size:.8125rem}.frame{padding-left:54px}.marks{left:54px}.ylabels{width:48px}
.xlabels span:nth-child(even){display:none}}
@media print{button{display:none}}
`;

/** Switches the language; the page is complete without it. */
export const PAGE_SCRIPT = `
const root = document.documentElement;
if ((navigator.language || '').startsWith('zh')) root.lang = 'zh';
document.querySelector('button').addEventListener('click', () => { root.lang = root.lang === 'zh' ? 'en' : 'zh'; });
`;
