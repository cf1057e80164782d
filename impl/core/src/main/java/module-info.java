/** The pure Raft step function. Requires nothing but {@code java.base}; a test holds it to that. */
module plumbline.core {
    exports plumbline.core;
}
