/*
 * Templates of lists: any texts, names and labels. What is refused says why;
 * texts without escapes stand as they are; JSON is JSON whatever the label;
 * and a sink that fails is heard of.
 */
#include "output.h"
#include "supernet_text.h"

enum { BITS = 5, SIZE = 1 << BITS, TEXTS = 5, TEXT_MOST = 200 };
enum { ITEM, SEPARATOR, HEAD, TAIL, LABEL };

struct job {
	char text[TEXTS][TEXT_MOST + 1]; /* parted by a byte 1 in the input */
	sn_template_options options;
	sn_set *set;
	char sign;
};

static void
read_texts(struct job *j, struct fuzz_input *in)
{
	for (unsigned i = 0; i < TEXTS; i++) {
		unsigned n = 0, c;

		while (in->left && (c = fuzz_byte(in)) > 1)
			if (n < TEXT_MOST)
				j->text[i][n++] = (char)c;
		j->text[i][n] = '\0';
	}
}

static void
read_job(struct job *j, struct fuzz_input *in)
{
	struct universe u = fuzz_universe(fuzz_byte(in), BITS, 128);
	sn_template_options *o = &j->options;
	unsigned format = fuzz_byte(in), what = fuzz_byte(in);
	bool member[SIZE];
	size_t formats = 0;

	for (unsigned i = 0; i < SIZE; i += 8)
		for (unsigned bits = fuzz_byte(in), k = 0; k < 8; k++)
			member[i + k] = bits >> k & 1;
	j->set = universe_set(&u, member);
	while (sn_template_format_name(formats))
		formats++;
	*o = (sn_template_options)SN_TEMPLATE_OPTIONS_INIT;
	if (format % 2)
		o->format = sn_template_format_name(format / 2 % formats);
	o->labels = what & 1;
	o->changes = what >> 1 & 1;
	o->batch = what >> 2 & 3;
	j->sign = o->changes ? "+-"[what >> 4 & 1] : 0;
	read_texts(j, in);
	if (what & 0x20 || !o->format)
		o->item = j->text[ITEM];
	if (what & 0x40)
		o->separator = j->text[SEPARATOR];
	if (what & 0x80) {
		o->head = j->text[HEAD];
		o->tail = j->text[TAIL];
	}
}

static sn_status
write_list(const struct job *j, const sn_template *t, struct fuzz_text *text)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_template_writer *w;

	list.label = j->options.labels ? j->text[LABEL] : NULL;
	list.set = j->set;
	list.sign = j->sign;
	CHECK(!sn_template_writer_new(&w, t, fuzz_sink, text));
	sn_template_writer_put(w, &list);
	sn_template_writer_flush(w);
	return sn_template_writer_end(w);
}

/* Texts without escapes, of one batch: each stands as it is. */
static void
check_plain(const struct job *j, const struct fuzz_text *text)
{
	const sn_template_options *o = &j->options;
	size_t n = (size_t)sn_set_prefix_count(j->set, 0);
	size_t item = strlen(j->text[ITEM]), size = n * item;
	const char *at = text->data;

	if (o->format || o->labels || o->changes || o->batch || !n ||
	    !o->separator || !o->head)
		return;
	for (unsigned i = ITEM; i <= TAIL; i++)
		if (strpbrk(j->text[i], "%\\{}"))
			return;
	size += (n - 1) * strlen(j->text[SEPARATOR]) + strlen(o->head) +
		strlen(o->tail);
	CHECK(text->size == size);
	if (!size)
		return;
	CHECK(!memcmp(at, o->head, strlen(o->head)));
	at += strlen(o->head);
	for (size_t i = 0; i < n; i++) {
		if (i) {
			CHECK(!memcmp(at, o->separator, strlen(o->separator)));
			at += strlen(o->separator);
		}
		CHECK(!memcmp(at, j->text[ITEM], item));
		at += item;
	}
	CHECK(!memcmp(at, o->tail, strlen(o->tail)));
}

static void
run(const struct job *j, const sn_template *t)
{
	struct fuzz_text text = {NULL, 0, 0}, cut = {NULL, 0, 0};
	const sn_template_options *o = &j->options;
	bool own = o->item || o->separator || o->head;
	sn_status status = write_list(j, t, &text);

	if (o->labels)
		CHECK(!status ==
		      !sn_template_check_label(t, j->text[LABEL], NULL));
	else
		CHECK(status == SN_OK);
	if (!status && !own && !o->changes && o->format &&
	    !strcmp(o->format, "json"))
		check_json(&text);
	if (!status)
		check_plain(j, &text);
	if (!status && text.size > 1) {
		cut.limit = text.size - 1;
		CHECK(write_list(j, t, &cut) == SN_EIO);
	}
	free(text.data);
	free(cut.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	sn_error error = {0};
	sn_template *t;
	sn_status status;
	struct job j;

	read_job(&j, &in);
	status = sn_template_new(&t, &j.options, &error);
	CHECK(status == SN_OK || status == SN_ESYNTAX || status == SN_EINVAL);
	CHECK(status != SN_ESYNTAX || (error.message[0] && error.column));
	if (!status) {
		run(&j, t);
		sn_template_free(t);
	}
	sn_set_free(j.set);
	return 0;
}
