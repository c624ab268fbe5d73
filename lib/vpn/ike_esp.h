/*
 * ike_esp.h - proposals of phase 2, and whether the group of PFS is in them.
 */
#ifndef SN_IKE_ESP_H
#define SN_IKE_ESP_H

#include "vpn/ike_phase1.h"

struct sn__esp_end {
	const sn_ike_config *config;
	uint32_t child;
};

/*
 * Whether @to accepts a proposal of @from, which starts; @first: with the
 * IKE_SA, where no group is looked at. UP, ESP, PFS or PFS_IN_V1.
 */
enum sn__ike_why sn__esp_agree(const struct sn__esp_end *from,
    const struct sn__esp_end *to, const struct sn__ike_sa *sa, bool first);

#endif
