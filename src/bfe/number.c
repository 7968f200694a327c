#include "bfe/number.h"

unsigned
number_width(uint8_t type)
{
	switch (type) {
	case FWP_UINT8:
	case FWP_INT8:
		return 8;
	case FWP_UINT16:
	case FWP_INT16:
		return 16;
	case FWP_UINT32:
	case FWP_INT32:
		return 32;
	case FWP_BYTE_ARRAY6_TYPE:
		return 48;
	case FWP_UINT64:
	case FWP_INT64:
		return 64;
	case FWP_BYTE_ARRAY16_TYPE:
		return 128;
	default:
		return 0;
	}
}

unsigned
number_of(const FWP_VALUE0 *value, number *is)
{
	number bytes = 0;

	switch ((uint32_t)value->type) {
	case FWP_UINT8:
		*is = value->uint8;
		break;
	case FWP_UINT16:
		*is = value->uint16;
		break;
	case FWP_UINT32:
		*is = value->uint32;
		break;
	case FWP_UINT64:
		*is = *value->uint64;
		break;
	case FWP_BYTE_ARRAY6_TYPE:
	case FWP_BYTE_ARRAY16_TYPE:
		for (unsigned at = 0; at < number_width((uint8_t)value->type) / 8; at++)
			bytes = bytes << 8 | value->byteArray16->byteArray16[at];
		*is = bytes;
		break;
	default:
		return 0;
	}
	return number_width((uint8_t)value->type);
}
