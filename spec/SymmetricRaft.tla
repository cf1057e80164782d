---------------------------- MODULE SymmetricRaft ----------------------------
(***************************************************************************)
(* Raft with servers that are names instead of numbers, so that TLC may    *)
(* take states for one that differ by a renumbering of the servers. README *)
(* tells how to run a model with it.                                       *)
(***************************************************************************)
EXTENDS Raft, TLC

CONSTANT Names   \* as many model values as there are servers

Named == Names
Renumberings == Permutations(Names)
=============================================================================
