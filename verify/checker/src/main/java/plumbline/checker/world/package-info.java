/** The world that is explored: servers, network, history and bounds, in plain form, and the choices that change it. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.world;
