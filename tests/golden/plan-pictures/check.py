"""Reads pictures and reports as XML: nothing active, nothing from elsewhere,
no label on another or outside. A character is at most 0.61 em wide (DejaVu
Sans Mono 0.602; prose is in a font that is narrower on average)."""
import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"


def boxes(svg):
    for text in svg.iter(SVG + "text"):
        size = float(text.get("font-size", svg.get("font-size")))
        width = 0.61 * size * len(text.text)
        if text.get("font-weight") and text.get("font-family"):
            width *= 1.1
        x, y = float(text.get("x")), float(text.get("y"))
        x -= {"middle": width / 2, "end": width}.get(
            text.get("text-anchor"), 0)
        yield x, y - 0.8 * size, x + width, y + 0.2 * size, text.text


def overlaps(svg):
    all_boxes = list(boxes(svg))
    width, height = float(svg.get("width")), float(svg.get("height"))
    for i, a in enumerate(all_boxes):
        if a[0] < 0 or a[1] < 0 or a[2] > width or a[3] > height:
            print("outside:", a)
        for b in all_boxes[:i]:
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
                print("overlap:", a, b)
    return len(all_boxes)


root = tree.parse(sys.stdin.buffer).getroot()
for node in root.iter():
    name = node.tag.rsplit("}", 1)[-1]
    if name in ("script", "image", "link", "iframe", "foreignObject", "use"):
        print("not wanted:", name)
    for key, value in node.attrib.items():
        link = name == "a" and key == "href" and value.startswith("https://")
        if key.startswith("on") or not link and (
                "href" in key or "//" in value):
            print("not wanted:", key, value)
if root.tag == SVG + "svg":
    print("labels:", overlaps(root))
else:
    print("strips:", len(list(root.iter(SVG + "svg"))))
