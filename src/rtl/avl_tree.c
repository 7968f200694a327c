#include "rtl/avl_tree.h"

#include <stddef.h>

static RTL_BALANCED_LINKS **
child_of(RTL_BALANCED_LINKS *node, int side)
{
	return side == AVL_LEFT ? &node->LeftChild : &node->RightChild;
}

static int
side_of(const RTL_BALANCED_LINKS *node)
{
	return node->Parent->LeftChild == node ? AVL_LEFT : AVL_RIGHT;
}

/* `child`, which may be NULL, hangs there now. */
static void
hang(RTL_BALANCED_LINKS *parent, int side, RTL_BALANCED_LINKS *child)
{
	*child_of(parent, side) = child;
	if (child != NULL)
		child->Parent = parent;
}

/* The child on one side takes its parent's place. */
static void
rotate(RTL_BALANCED_LINKS *top, int side)
{
	RTL_BALANCED_LINKS *child = *child_of(top, side);

	hang(top->Parent, side_of(top), child);
	hang(top, side, *child_of(child, -side));
	hang(child, -side, top);
}

/* One side is two deeper than the other.  Does the whole become less deep by it? */
static bool
rebalance(RTL_BALANCED_LINKS *top, int side)
{
	RTL_BALANCED_LINKS *child = *child_of(top, side);
	RTL_BALANCED_LINKS *inner = *child_of(child, -side);

	if (child->Balance != -side) {
		bool even = child->Balance == 0;

		rotate(top, side);
		top->Balance = (signed char)(even ? side : 0);
		child->Balance = (signed char)(even ? -side : 0);
		return !even;
	}
	rotate(child, -side);
	rotate(top, side);
	top->Balance = (signed char)(inner->Balance == side ? -side : 0);
	child->Balance = (signed char)(inner->Balance == -side ? side : 0);
	inner->Balance = 0;
	return true;
}

bool
avl_add(RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node, RTL_BALANCED_LINKS *parent, int side)
{
	*node = (RTL_BALANCED_LINKS){ .Parent = parent };
	hang(parent, side, node);
	for (; parent != head; node = parent, parent = node->Parent) {
		side = side_of(node);
		if (parent->Balance == side) {
			(void)rebalance(parent, side);
			return false;
		}
		parent->Balance = (signed char)(parent->Balance + side);
		if (parent->Balance == 0)
			return false;
	}
	return true;
}

/* One side of the parent is one less deep than it was. */
static bool
shrink(RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *parent, int side)
{
	while (parent != head) {
		RTL_BALANCED_LINKS *top = parent;

		if (parent->Balance == 0) {
			parent->Balance = (signed char)-side;
			return false;
		}
		if (parent->Balance == side) {
			parent->Balance = 0;
		} else {
			if (!rebalance(parent, -side))
				return false;
			top = parent->Parent;
		}
		parent = top->Parent;
		side = side_of(top);
	}
	return true;
}

/* A node with two children gives its place to a neighbour, which has one at most. */
bool
avl_remove(RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node)
{
	RTL_BALANCED_LINKS *gap = node;
	RTL_BALANCED_LINKS *parent;
	bool shrunk;
	int side;

	if (node->LeftChild != NULL && node->RightChild != NULL)
		gap = node->Balance == AVL_RIGHT ? avl_next(head, node) : avl_before(head, node);
	parent = gap->Parent;
	side = side_of(gap);
	hang(parent, side, gap->LeftChild != NULL ? gap->LeftChild : gap->RightChild);
	shrunk = shrink(head, parent, side);
	if (gap == node)
		return shrunk;
	gap->Balance = node->Balance;
	hang(node->Parent, side_of(node), gap);
	hang(gap, AVL_LEFT, node->LeftChild);
	hang(gap, AVL_RIGHT, node->RightChild);
	return shrunk;
}

RTL_BALANCED_LINKS *
avl_first(const RTL_BALANCED_LINKS *head)
{
	RTL_BALANCED_LINKS *at = head->RightChild;

	while (at != NULL && at->LeftChild != NULL)
		at = at->LeftChild;
	return at;
}

/* The neighbour on one side. */
static RTL_BALANCED_LINKS *
neighbour(const RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node, int side)
{
	RTL_BALANCED_LINKS *at = *child_of(node, side);

	if (at != NULL) {
		while (*child_of(at, -side) != NULL)
			at = *child_of(at, -side);
		return at;
	}
	for (at = node; at->Parent != head; at = at->Parent) {
		if (side_of(at) == -side)
			return at->Parent;
	}
	return NULL;
}

RTL_BALANCED_LINKS *
avl_next(const RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node)
{
	return neighbour(head, node, AVL_RIGHT);
}

RTL_BALANCED_LINKS *
avl_before(const RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node)
{
	return neighbour(head, node, AVL_LEFT);
}
