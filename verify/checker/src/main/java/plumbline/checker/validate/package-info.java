/** Logs of running Rafts: whether the core could have done what they say. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.validate;
