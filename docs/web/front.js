const box=document.getElementById('box'),answer=document.getElementById('answer'),found=document.getElementById('found'),state=document.getElementById('state');
let index,loading,worker,number=0,timer;
const load=()=>loading??=new Promise((done,fail)=>{const part=document.createElement('script');part.src='index.js';
part.onload=()=>{index=window.DOCTOR;index.at=new Map(Object.entries(index.names));index.entries.forEach(([id],at)=>index.at.set(id.toLowerCase(),at));done();};
part.onerror=()=>{loading=undefined;fail(new Error('the index of this site was not found'));};document.head.append(part);});
// The same steps as looking a name up at the terminal.
function named(words){
words=words.trim().toLowerCase();if(!words||words.length>120||words.includes('\n'))return;
const get=key=>index.at.get(key);let at=get(words);
if(at===undefined&&words.includes('.')&&!words.includes(' '))at=get(words.split('.').pop());
if(at===undefined&&words.includes(' ')){at=get(words.split(/\s+/).join('_'));
const parts=words.replace(/[:/]/g,' ').split(/\s+/).filter(Boolean),last=parts.pop();
if(at===undefined&&/^\d+$/.test(last)&&parts.length<4&&parts.every(part=>['http','status','code','error','statuscode','1.1','2'].includes(part)))at=get(last);}
return at??get('http_'+words);}
const squeezed=text=>text.replace(/\\[ntr]/g,'  ').replace(/\\u[0-9a-fA-F]{4}/g,'').replace(/[^\x00-\x7f]/g,'').toLowerCase().replace(/[ \t\n\r\v\f"'`\\*|]/g,'');
function literal(text){const words=squeezed(text.slice(0,200000));let best;
for(const[key,at]of index.literals)if((!best||key.length>best[0].length)&&words.includes(key))best=[key,at];return best&&best[1];}
function link(path,words){const a=document.createElement('a');a.href=path+(path.endsWith('/')?'index.html':'');a.textContent=words;return a;}
function show(kind,result){
answer.replaceChildren();answer.dataset.state=kind;answer.dataset.ids=(result?.ids||[]).join(' ');answer.hidden=!result;if(!result)return;
const pre=document.createElement('pre');pre.tabIndex=0;pre.setAttribute('aria-label','The answer');
for(const part of result.text.split(/([\w-]+)/))pre.append(index.at.has(part)&&index.entries[index.at.get(part)][0]===part&&/[_-]/.test(part)?link('e/'+part+'/',part):part);
answer.append(pre);
if(result.ids.length){const line=document.createElement('p');line.append(link('e/'+result.ids[0]+'/','The whole page: causes, code, platforms, sources'));answer.append(line);}}
function search(text){
const words=text.toLowerCase().split(/\s+/).filter(Boolean),all=[...index.entries.map(([id,title])=>['e/'+id+'/',id,title]),...index.others];found.replaceChildren();
if(!words.length||text.length>80||text.includes('\n'))return;
const hits=all.filter(([,name,title])=>{const line=(name+' '+title).toLowerCase();return words.every(word=>line.includes(word));}).slice(0,30);
for(const[path,name,title]of hits){const item=document.createElement('li');item.append(link(path,title),' ');const id=document.createElement('code');id.textContent=name;item.append(id);found.append(item);}}
const wide=()=>innerWidth<740?44:80;
async function stored(id){const reply=await fetch('e/'+id+'/answer.json');if(!reply.ok)throw new Error('the answer was not found');
const texts=await reply.json();return{ids:[id],text:texts[wide()]};}
function read(text,mine){
if(!index.reads){state.textContent=answer.hidden?'Not in the small table of this page. The program reads whole pastes: claude-doctor explain':'From the table of literal messages.';return;}
if(!worker){worker=new Worker('run/worker.js',{type:'module'});
worker.onmessage=({data})=>{if(data.ready)return;if(data.failed&&data.number===undefined){worker=undefined;}
if(data.failed){state.textContent='This browser could not run the program: '+data.failed+'. At a terminal: claude-doctor explain';return;}
if(data.number===number){state.textContent='';show('final',data.answer);}};
worker.onerror=()=>{worker=undefined;state.textContent='This browser could not run the program. At a terminal: claude-doctor explain';};
state.textContent='Reading. The first time the program itself is loaded from this site (about 6 MB packed).';}
else state.textContent='Reading.';
worker.postMessage({number:mine,text,width:wide()});}
async function ask(pasted){
const text=box.value,mine=++number;
try{await load();if(mine!==number)return;state.textContent='';search(text);
const at=named(text);
if(at!==undefined){const result=await stored(index.entries[at][0]);if(mine===number)show('final',result);return;}
const near=literal(text);
if(near!==undefined){const result=await stored(index.entries[near][0]);if(mine!==number)return;show('preview',result);}else show('none');
if(text.trim()&&(pasted||near!==undefined||text.includes('\n')||text.trim().split(/\s+/).length>3))read(text,mine);
else if(text.trim()&&!found.children.length)state.textContent='Nothing of that name. Paste the whole error.';
}catch(error){if(mine===number)state.textContent=String(error.message);}}
let pasted=false;
box.addEventListener('paste',()=>{pasted=true;});
box.addEventListener('input',()=>{clearTimeout(timer);const was=pasted;pasted=false;timer=setTimeout(()=>ask(was),was?0:150);});
box.addEventListener('focus',()=>load().catch(()=>{}));
document.getElementById('statuses').addEventListener('click',event=>{const words=event.target.dataset?.words;if(!words)return;box.value=words;ask(false);});
if(box.value)ask(false);
