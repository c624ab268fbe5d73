/*
 * texts.js - all words of the page, in English and Chinese: TEXTS.name[0 or 1].
 * The provider's own terms stand in Chinese as its console has them. What the
 * command writes is English.
 */
"use strict";

const LANGUAGES = ["en", "zh-CN"];
const TEXTS = {
	title: ["supernet: prefixes and VPN plans", "supernet：网段聚合与 VPN 规划"],
	slogan: ["The fewest prefixes that say the same, and the VPN that joins two sites.",
		"用最少的网段表达同样的地址，并规划连接两端的 VPN。"],
	private: ["Everything happens in this page: it makes no request, and nothing leaves your browser.",
		"一切都在本页面内完成：不发出任何请求，数据不会离开您的浏览器。"],
	language: ["中文", "English"],
	jobs: ["What to do", "功能"],
	link: ["Copy a link with these inputs", "复制包含当前输入的链接"],
	linkDone: ["The link is copied. What is after its # is not sent to any server.",
		"链接已复制。# 之后的内容不会发送给任何服务器。"],
	linkLarge: ["Too much for a link: at most 32 KiB of input.",
		"输入过多，无法放入链接：最多 32 KiB。"],
	print: ["Print", "打印"],
	copy: ["Copy", "复制"],
	copied: ["Copied.", "已复制。"],
	copyFailed: ["The browser does not let the page copy: select the text instead.",
		"浏览器不允许复制：请手动选择文本。"],
	download: ["Download", "下载"],
	clear: ["Clear", "清除"],
	choose: ["Open a file", "打开文件"],
	drop: ["or drop one here", "或拖放到此处"],
	bytes: ["bytes", "字节"],
	working: ["Working…", "计算中…"],
	done: ["Done in {ms} ms.", "完成，用时 {ms} 毫秒。"],
	line: ["line {line}, column {column}", "第 {line} 行第 {column} 列"],
	more: ["… and {n} more lines: copy or download has them all.",
		"… 另有 {n} 行：复制或下载可得全部内容。"],
	command: ["The same on a command line", "等价的命令行"],
	further: ["Further options of the command", "命令的更多选项"],
	furtherHint: ["for example {example}", "例如 {example}"],
	optionsHelp: ["All options", "全部选项"],
	lenient: ["Read loose notations too: 10/8, 10.0.0.*, netmasks",
		"同时识别宽松写法：10/8、10.0.0.*、子网掩码"],
	example: ["An example", "示例"],
	format: ["Form", "格式"],
	result: ["Result", "结果"],

	plan: ["Plan a VPN", "规划 VPN"],
	planHint: ["Paste the segments of both sides, one a line or with commas: the plan follows at once.",
		"粘贴两端的网段，每行一个或用逗号分隔，方案立即生成。"],
	local: ["Local segments", "本端网段"],
	peer: ["Peer segments", "对端网段"],
	gateway: ["Gateway", "VPN 网关"],
	device: ["Peer device", "对端设备"],
	scheme: ["Scheme", "方案"],
	ike: ["IKE version", "IKE 版本"],
	align: ["Rounding of supernets", "超网取整方式"],
	connection: ["Name of the connection", "IPsec 连接名称"],
	modes: ["Selectors: protected data flows (aggregate, pairs, lists). Routes decide: destination.",
		"感兴趣流模式：aggregate、pairs、lists。目的路由模式：destination。策略路由见报告。"],
	report: ["Report", "报告"],
	files: ["Files for both ends", "两端的配置文件"],
	gatewayEnd: ["Gateway’s end", "网关端（本端）"],
	peerEnd: ["Peer’s end", "对端"],
	otherForms: ["Other forms", "其他格式"],
	noPlan: ["No plan is possible with this: the report says why.",
		"在此条件下没有可行方案：原因见报告。"],

	check: ["Check and diagnose", "检查与诊断"],
	checkHint: ["Drop what is configured at either end, or the gateway’s route table: its form is found out.",
		"拖放任一端的配置或网关的路由表：格式自动识别。"],
	table: ["Route table of the gateway", "网关的路由表（策略路由、目的路由）"],
	tableHint: ["a plan as JSON, CSV, the provider’s JSON, Terraform’s state, ip rule",
		"JSON 方案、CSV、云厂商 JSON、Terraform 状态、ip rule"],
	ours: ["What the gateway’s end has", "网关端的配置"],
	theirs: ["What the peer’s end has", "对端设备的配置"],
	configHint: ["swanctl.conf, ipsec.conf, show running-config, DescribeVpnConnections, Terraform’s state",
		"swanctl.conf、ipsec.conf、show running-config、DescribeVpnConnections、Terraform 状态"],
	from: ["A packet from", "数据包源地址"],
	to: ["to", "目的地址"],
	packet: ["Which row does it use?", "命中哪条路由？"],
	nothing: ["Nothing to complain about.", "未发现问题。"],
	found: ["Findings", "发现的问题"],

	sets: ["Aggregate and subtract", "聚合与相减"],
	setsHint: ["Lists of addresses, prefixes and ranges, of any length; results are exact.",
		"任意长度的地址、网段与区间列表；结果精确。"],
	first: ["List A", "列表 A"],
	second: ["List B", "列表 B"],
	operation: ["What to work out", "运算"],
	aggregate: ["A, as the fewest prefixes", "A 聚合为最少网段"],
	subtract: ["A without B", "A 减去 B"],
	intersect: ["What is in both", "A 与 B 的交集"],
	symdiff: ["What is in one only", "只在其中一个列表中"],
	complement: ["All that is not in A", "不在 A 中的全部地址"],
	allowed: ["AllowedIPs: everything but the LAN", "AllowedIPs：除局域网外的全部地址"],
	wireguard: ["one line for WireGuard", "WireGuard 单行"],
	prefixes: ["{n} prefixes", "{n} 个网段"],

	cover: ["Shorten a list", "压缩列表"],
	coverHint: ["The list of at most k prefixes with the fewest extra addresses: exact, not a guess.",
		"在最多 k 个网段的前提下使多余地址最少：精确解，而非近似。"],
	list: ["List", "列表"],
	curve: ["What each k costs", "各 k 值的代价"],
	k: ["At most k prefixes", "最多 k 个网段"],
	extra: ["k = {k}: {extra} extra addresses", "k = {k}：多出 {extra} 个地址"],

	match: ["Look addresses up", "查找地址"],
	matchHint: ["Which prefix of the list holds each address; lists may have millions of lines.",
		"每个地址属于列表中的哪个网段；列表可达数百万行。"],
	addresses: ["Addresses", "要查找的地址"],
	held: ["{yes} of {n} are in the list", "{n} 个中有 {yes} 个在列表中"],

	foot: ["supernet {version}, the same code as the command.", "supernet {version}，与命令行程序相同的代码。"],
	broken: ["This browser cannot run WebAssembly, which this page is made of.",
		"此浏览器不支持本页面所需的 WebAssembly。"],
};

let language = 0;

/* The text @name, with {words} taken from @values. */
function text(name, values = {}) {
	return TEXTS[name][language].replace(/\{(\w+)\}/g, (all, key) =>
		values[key] ?? all);
}
