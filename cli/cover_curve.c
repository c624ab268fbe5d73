/*
 * cover_curve.c - the curve of a cover as CSV, JSON and SVG.
 *
 * It falls in steps, so only the budgets at which it falls are written: what
 * lies between has the cost of the one before.
 */
#include "bar.h"
#include "cover_curve.h"

#include <stdarg.h>
#include <string.h>

static bool
is_feasible(const sn_cover_point *p)
{
	return p->cost.word[3] != UINT64_MAX;
}

/* The first budget from @k on that is better than the one before; or n + 1. */
static uint64_t
next_step(const struct curve *c, uint64_t k)
{
	for (; k <= c->n; k++)
		if (is_feasible(&c->point[k - 1]) &&
		    (k == 1 || !is_feasible(&c->point[k - 2]) ||
			sn_count_compare(
			    c->point[k - 1].cost, c->point[k - 2].cost)))
			break;
	return k;
}

__attribute__((format(printf, 2, 3))) static sn_status
put(struct output *o, const char *format, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return output_write(o, text, (size_t)n);
}

/* A budget's numbers as text. */
struct figures {
	char sum[SN_COUNT_TEXT_MAX];
	char part[2][SN_COUNT_TEXT_MAX];
	double share; /* of the common prefixes, added up */
};

static struct figures
figures_of(const struct curve *c, uint64_t k)
{
	const sn_cover_point *p = &c->point[k - 1];
	struct figures f = {.share = 0};

	sn_count_format(f.sum, sizeof(f.sum), sn_count_add(p->cost4, p->cost6));
	sn_count_format(f.part[0], sizeof(f.part[0]), p->cost4);
	sn_count_format(f.part[1], sizeof(f.part[1]), p->cost6);
	f.share = sn_count_to_double(p->cost4) / c->addresses[0] +
		  sn_count_to_double(p->cost6) / c->addresses[1];
	return f;
}

static sn_status
put_csv(const struct curve *c, struct output *o)
{
	sn_status status =
	    put(o, "k,extra%s\n", c->mixed ? ",extra4,extra6,share" : "");

	for (uint64_t k = next_step(c, 1); k <= c->n && !status;
	     k = next_step(c, k + 1)) {
		struct figures f = figures_of(c, k);

		status =
		    c->mixed
			? put(o, "%llu,%s,%s,%s,%.6g\n", (unsigned long long)k,
			      f.sum, f.part[0], f.part[1], f.share)
			: put(o, "%llu,%s\n", (unsigned long long)k, f.sum);
	}
	return status;
}

static sn_status
put_json(const struct curve *c, struct output *o)
{
	sn_status status = put(o, "{\n  \"version\": 1,\n  \"points\": [");
	const char *comma = "";

	for (uint64_t k = next_step(c, 1); k <= c->n && !status;
	     k = next_step(c, k + 1)) {
		struct figures f = figures_of(c, k);

		status = put(o, "%s\n    {\"k\": %llu, \"extra\": \"%s\"",
		    comma, (unsigned long long)k, f.sum);
		if (!status && c->mixed)
			status = put(o,
			    ", \"extra4\": \"%s\", \"extra6\": \"%s\", "
			    "\"share\": %.6g",
			    f.part[0], f.part[1], f.share);
		if (!status)
			status = put(o, "}");
		comma = ",";
	}
	return status ? status : put(o, "%s]\n}\n", *comma ? "\n  " : "");
}

/* ------------------------------------------------------------- picture */

enum { LEFT = 80, TOP = 50, WIDE = 640, HIGH = 320, APART = 40 };

/* Both axes are logarithmic; a cost of 0 is at the foot. */
struct axes {
	double last_k;
	double top; /* digits of the highest cost */
};

/* The logarithm of @x, at least 1, to a thousandth. */
static double
digits(double x)
{
	double n = 0, part = 1;

	while (x >= 10) {
		x /= 10;
		n++;
	}
	for (int i = 0; i < 10; i++) {
		part /= 2;
		x *= x;
		if (x >= 10) {
			x /= 10;
			n += part;
		}
	}
	return n;
}

static double
place_x(const struct axes *a, double k)
{
	return LEFT +
	       WIDE * (a->last_k > 1 ? digits(k) / digits(a->last_k) : 0);
}

static double
place_y(const struct axes *a, double high)
{
	return TOP + HIGH - HIGH * high / a->top;
}

/* The height of a line at @k. */
static double
height(const struct curve *c, uint64_t k, unsigned line)
{
	const sn_cover_point *p = &c->point[k - 1];
	sn_count cost = !c->mixed ? p->cost : line ? p->cost6 : p->cost4;

	return digits(sn_count_to_double(cost) + 1);
}

static sn_status
put_budget(const struct axes *a, double k, struct output *o)
{
	return put(o,
	    "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/>"
	    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f"
	    "</text>\n",
	    place_x(a, k), TOP, TOP + HIGH, place_x(a, k), TOP + HIGH + 18, k);
}

/* 1, 2, 5, 10 and so on, or powers of ten where these would meet; the last. */
static sn_status
put_budgets(const struct axes *a, struct output *o)
{
	static const int step[] = {1, 2, 5};
	unsigned steps = a->last_k < 10000 ? 3 : 1;
	double k = 1, ten = 1;
	sn_status status = SN_OK;

	for (unsigned i = 0; ten * step[i] <= a->last_k && !status;) {
		k = ten * step[i];
		status = put_budget(a, k, o);
		i = (i + 1) % steps;
		ten *= i ? 1 : 10;
	}
	if (!status && place_x(a, a->last_k) > place_x(a, k) + APART)
		status = put_budget(a, a->last_k, o);
	return status;
}

static sn_status
put_axes(const struct axes *a, struct output *o)
{
	int apart = (int)(a->top + 7) / 8;
	sn_status status = SN_OK;

	for (int i = 0; i <= (int)a->top && !status; i += apart) {
		char power[64] = "0";

		if (i)
			snprintf(power, sizeof(power),
			    "10<tspan dy=\"-5\" font-size=\"9\">%d</tspan>", i);
		status = put(o,
		    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>"
		    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
		    LEFT, place_y(a, i), LEFT + WIDE, LEFT - 8,
		    place_y(a, i) + 4, power);
	}
	return status ? status : put_budgets(a, o);
}

/* One line of steps, with a title for each. */
static sn_status
put_line(const struct curve *c, const struct axes *a, unsigned line,
    struct output *o)
{
	static const char *const colour[] = {"#1b6ca8", "#c8553d"};
	sn_status status = put(o,
	    "<path fill=\"none\" stroke-width=\"2\" stroke=\"%s\"%s d=\"",
	    colour[line], line ? " stroke-dasharray=\"6 3\"" : "");
	char command = 'M';

	for (uint64_t k = next_step(c, 1); k <= c->n && !status;
	     k = next_step(c, k + 1)) {
		double y = place_y(a, height(c, k, line));

		status = command == 'M'
			     ? put(o, "M%.1f %.1f", place_x(a, (double)k), y)
			     : put(o, "H%.1fV%.1f", place_x(a, (double)k), y);
		command = 'H';
	}
	if (!status && command == 'H')
		status = put(o, "H%d", LEFT + WIDE);
	if (!status)
		status = put(o, "\"/>\n");
	if (!status && c->mixed)
		status = put(o,
		    "<text x=\"%d\" y=\"%d\" fill=\"%s\">IPv%c%s</text>\n",
		    LEFT + WIDE - 150 + 80 * (int)line, TOP - 10, colour[line],
		    line ? '6' : '4', line ? " - -" : "");
	return status;
}

static sn_status
put_svg(const struct curve *c, struct output *o)
{
	struct axes a = {.last_k = (double)c->n, .top = 1};
	uint64_t first = next_step(c, 1);
	unsigned lines = c->mixed ? 2 : 1;
	sn_status status;

	for (unsigned line = 0; line < lines && first <= c->n; line++)
		while (a.top < height(c, first, line))
			a.top++;
	status = put(o,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
	    "height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
	    "font-size=\"12\">\n<title>Extra addresses by number of "
	    "prefixes</title>\n<rect width=\"100%%\" height=\"100%%\" "
	    "fill=\"#fff\"/>\n",
	    LEFT + WIDE + 30, TOP + HIGH + 50, LEFT + WIDE + 30,
	    TOP + HIGH + 50);
	if (!status)
		status = put_axes(&a, o);
	for (unsigned line = 0; line < lines && !status; line++)
		status = put_line(c, &a, line, o);
	if (!status)
		status = put(o,
		    "<text x=\"%d\" y=\"%d\">extra addresses</text>\n"
		    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">prefixes "
		    "at most</text>\n</svg>\n",
		    LEFT, TOP - 10, LEFT + WIDE / 2, TOP + HIGH + 38);
	return status;
}

/* ------------------------------------------------------------- terminal */

enum { STEPS_SHOWN = 20 };

/* What @k costs: addresses, or of both families shares of their prefixes. */
static double
cost_at(const struct curve *c, uint64_t k)
{
	return c->mixed ? figures_of(c, k).share
			: sn_count_to_double(c->point[k - 1].cost);
}

/* The same as a share of the highest. */
static double
share_at(const struct curve *c, uint64_t k, double top)
{
	return top > 0 ? cost_at(c, k) / top : 0;
}

/*
 * The knee: the step that is farthest below the straight line from the first
 * step to the last budget, where the axis of budgets is logarithmic.
 */
static uint64_t
knee_of(const struct curve *c, uint64_t first, double top)
{
	double best = 0, wide = digits((double)c->n) - digits((double)first);
	uint64_t knee = 0;

	for (uint64_t k = next_step(c, first + 1); k <= c->n;
	     k = next_step(c, k + 1)) {
		double along = (digits((double)k) - digits((double)first)) /
			       (wide > 0 ? wide : 1);
		double below = 1 - along - share_at(c, k, top);

		if (below > best) {
			best = below;
			knee = k;
		}
	}
	return knee;
}

static sn_status
put_step(
    const struct curve *c, uint64_t k, double top, bool knee, struct output *o)
{
	struct figures f = figures_of(c, k);
	char bar[BAR_MAX];

	bar_draw(bar, share_at(c, k, top), false);
	return put(o, "%8llu  %20s  %s%s\n", (unsigned long long)k, f.sum, bar,
	    knee ? "  <- knee" : "");
}

sn_status
curve_show(const struct curve *c, struct output *o)
{
	uint64_t first = next_step(c, 1), steps = 0, knee = 0, at = 0;
	double top = first <= c->n ? cost_at(c, first) : 0, last = -1;
	sn_status status;

	for (uint64_t k = first; k <= c->n; k = next_step(c, k + 1))
		steps++;
	if (steps > 2)
		knee = knee_of(c, first, top);
	status = put(o, "%8s  %20s\n", "prefixes", "extra addresses");
	for (uint64_t k = first; k <= c->n && !status;
	     k = next_step(c, k + 1)) {
		double row = digits((double)k) /
			     (c->n > 1 ? digits((double)c->n) : 1) *
			     STEPS_SHOWN;

		/* As far apart as they are in the picture. */
		if (++at < steps && k != knee && steps > STEPS_SHOWN &&
		    (int)row == (int)last)
			continue;
		last = row;
		status = put_step(c, k, top, k == knee, o);
	}
	return status;
}

sn_status
curve_write(const struct curve *c, const char *format, struct output *o)
{
	if (format && !strcmp(format, "json"))
		return put_json(c, o);
	if (format && !strcmp(format, "svg"))
		return put_svg(c, o);
	return put_csv(c, o);
}
