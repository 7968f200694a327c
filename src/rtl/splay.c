#include "rtl/splay.h"

#include "rtl/exports.h"

NTAPI void RtlDeleteNoSplay(RTL_SPLAY_LINKS *Links, RTL_SPLAY_LINKS **Root);
NTAPI RTL_SPLAY_LINKS *RtlSubtreeSuccessor(RTL_SPLAY_LINKS *Links);
NTAPI RTL_SPLAY_LINKS *RtlSubtreePredecessor(RTL_SPLAY_LINKS *Links);
NTAPI RTL_SPLAY_LINKS *RtlRealPredecessor(RTL_SPLAY_LINKS *Links);

static bool
is_root(const RTL_SPLAY_LINKS *links)
{
	return links->Parent == links;
}

static bool
is_left(const RTL_SPLAY_LINKS *links)
{
	return links->Parent->LeftChild == links;
}

/* `heir`, which may be NULL, stands where `links` stood. */
static void
replace(RTL_SPLAY_LINKS *links, RTL_SPLAY_LINKS *heir)
{
	RTL_SPLAY_LINKS *parent = links->Parent;
	bool root = is_root(links);

	if (!root && parent->LeftChild == links)
		parent->LeftChild = heir;
	else if (!root)
		parent->RightChild = heir;
	if (heir != NULL)
		heir->Parent = root ? heir : parent;
}

static void
rotate_up(RTL_SPLAY_LINKS *links)
{
	RTL_SPLAY_LINKS *parent = links->Parent;
	bool left = is_left(links);
	RTL_SPLAY_LINKS *inner = left ? links->RightChild : links->LeftChild;

	replace(parent, links);
	parent->Parent = links;
	if (left) {
		parent->LeftChild = inner;
		links->RightChild = parent;
	} else {
		parent->RightChild = inner;
		links->LeftChild = parent;
	}
	if (inner != NULL)
		inner->Parent = parent;
}

RTL_SPLAY_LINKS *NTAPI
RtlSplay(RTL_SPLAY_LINKS *Links)
{
	while (!is_root(Links)) {
		RTL_SPLAY_LINKS *parent = Links->Parent;

		if (!is_root(parent))
			rotate_up(is_left(Links) == is_left(parent) ? parent : Links);
		rotate_up(Links);
	}
	return Links;
}

RTL_SPLAY_LINKS *NTAPI
RtlSubtreeSuccessor(RTL_SPLAY_LINKS *Links)
{
	RTL_SPLAY_LINKS *at = Links->RightChild;

	while (at != NULL && at->LeftChild != NULL)
		at = at->LeftChild;
	return at;
}

RTL_SPLAY_LINKS *NTAPI
RtlSubtreePredecessor(RTL_SPLAY_LINKS *Links)
{
	RTL_SPLAY_LINKS *at = Links->LeftChild;

	while (at != NULL && at->RightChild != NULL)
		at = at->RightChild;
	return at;
}

RTL_SPLAY_LINKS *NTAPI
RtlRealSuccessor(RTL_SPLAY_LINKS *Links)
{
	if (Links->RightChild != NULL)
		return RtlSubtreeSuccessor(Links);
	while (!is_root(Links) && !is_left(Links))
		Links = Links->Parent;
	return is_root(Links) ? NULL : Links->Parent;
}

RTL_SPLAY_LINKS *NTAPI
RtlRealPredecessor(RTL_SPLAY_LINKS *Links)
{
	if (Links->LeftChild != NULL)
		return RtlSubtreePredecessor(Links);
	while (!is_root(Links) && is_left(Links))
		Links = Links->Parent;
	return is_root(Links) ? NULL : Links->Parent;
}

static RTL_SPLAY_LINKS *
only_child(const RTL_SPLAY_LINKS *links)
{
	return links->LeftChild != NULL ? links->LeftChild : links->RightChild;
}

/* Gives a node beside the gap; NULL: the tree is empty. */
static RTL_SPLAY_LINKS *
take_out(RTL_SPLAY_LINKS *links)
{
	RTL_SPLAY_LINKS *beside = is_root(links) ? only_child(links) : links->Parent;
	RTL_SPLAY_LINKS *heir;

	if (links->LeftChild == NULL || links->RightChild == NULL) {
		replace(links, only_child(links));
		return beside;
	}
	heir = RtlSubtreePredecessor(links);
	beside = heir->Parent != links ? heir->Parent : heir;
	replace(heir, heir->LeftChild);
	heir->LeftChild = links->LeftChild;
	heir->RightChild = links->RightChild;
	if (heir->LeftChild != NULL)
		heir->LeftChild->Parent = heir;
	heir->RightChild->Parent = heir;
	replace(links, heir);
	return beside;
}

/* Windows: the root of the tree without the node, splayed; NULL if it is empty.  [ddi:RtlDelete] */
RTL_SPLAY_LINKS *NTAPI
RtlDelete(RTL_SPLAY_LINKS *Links)
{
	RTL_SPLAY_LINKS *beside = take_out(Links);

	return beside != NULL ? RtlSplay(beside) : NULL;
}

void NTAPI
RtlDeleteNoSplay(RTL_SPLAY_LINKS *Links, RTL_SPLAY_LINKS **Root)
{
	RTL_SPLAY_LINKS *beside = take_out(Links);

	while (beside != NULL && !is_root(beside))
		beside = beside->Parent;
	*Root = beside;
}

const struct contract splay_exports[] = {
	EXPORT(RtlSplay, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlDelete, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlDeleteNoSplay, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlSubtreeSuccessor, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlSubtreePredecessor, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlRealSuccessor, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlRealPredecessor, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORTS_END,
};
