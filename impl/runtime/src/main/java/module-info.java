/** One thread around the pure step function: storage, network, time and clients for {@code plumbline.core}. */
module plumbline.runtime {
    requires transitive plumbline.core;
    requires org.slf4j;

    exports plumbline.runtime;
    exports plumbline.runtime.memory;
}
