#include "tell.h"

#include <stdio.h>

static void
tell_bytes(const uint8_t *bytes, uint32_t size)
{
	putchar(' ');
	for (uint32_t at = 0; at < size; at++)
		printf("%02x", bytes[at]);
}

static void
tell_value(const FWP_CONDITION_VALUE0 *value)
{
	const FWP_VALUE0 *single = (const FWP_VALUE0 *)(const void *)value;

	switch ((uint32_t)value->type) {
	case FWP_EMPTY:
		printf(" empty");
		break;
	case FWP_UINT8:
		printf(" %#x", value->uint8);
		break;
	case FWP_UINT16:
		printf(" %#x", value->uint16);
		break;
	case FWP_UINT64:
		printf(" %#llx", (unsigned long long)*value->uint64);
		break;
	case FWP_BYTE_ARRAY16_TYPE:
		tell_bytes(value->byteArray16->byteArray16, 16);
		break;
	case FWP_BYTE_ARRAY6_TYPE:
		tell_bytes(single->byteArray6->byteArray6, 6);
		break;
	case FWP_SID:
		tell_bytes((const uint8_t *)value->sid, DRAW_SID);
		break;
	case FWP_BYTE_BLOB_TYPE:
	case FWP_SECURITY_DESCRIPTOR_TYPE:
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		tell_bytes(value->byteBlob->data, value->byteBlob->size);
		break;
	case FWP_V4_ADDR_MASK:
		printf(" %#x mask %#x", value->v4AddrMask->addr, value->v4AddrMask->mask);
		break;
	case FWP_V6_ADDR_MASK:
		tell_bytes(value->v6AddrMask->addr, 16);
		printf("/%u", value->v6AddrMask->prefixLength);
		break;
	case FWP_RANGE_TYPE:
		tell_value((const void *)&value->rangeValue->valueLow);
		printf(" to");
		tell_value((const void *)&value->rangeValue->valueHigh);
		break;
	default:
		printf(" %#x", value->uint32);
		break;
	}
}

void
tell_condition(const struct oracle_condition *condition, const FWP_VALUE0 *seen)
{
	printf(" match %d", condition->match);
	tell_value(&condition->value);
	printf(", seen");
	tell_value((const void *)seen);
	printf("\n");
}

void
tell_filter(const struct oracle_filter *filter)
{
	const struct layer *layer = layer_by_id(filter->layer);

	printf("filter %llu sublayer %u/%u weight %llu action %#x\n",
	    (unsigned long long)filter->number, filter->sublayer_weight, filter->sublayer,
	    (unsigned long long)filter->weight, filter->action);
	for (uint32_t at = 0; at < filter->condition_count; at++) {
		const struct oracle_condition *condition = &filter->conditions[at];

		printf("    %s match %d", layer->fields[condition->field].name, condition->match);
		tell_value(&condition->value);
		printf("\n");
	}
}

void
tell_packet(const struct layer *layer, const struct drawn_packet *packet)
{
	printf("packet at %s\n", layer->name);
	for (unsigned field = 0; field < layer->field_count; field++) {
		if (packet->values[field].value.type == FWP_EMPTY)
			continue;
		printf("    %s", layer->fields[field].name);
		tell_value((const void *)&packet->values[field].value);
		printf("\n");
	}
}
