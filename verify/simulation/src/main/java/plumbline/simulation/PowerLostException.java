package plumbline.simulation;

import java.io.IOException;

/** The power went while the server used its disk. Nobody is there any more to see this exception but the simulation. */
final class PowerLostException extends IOException {
    private static final long serialVersionUID = 1;

    PowerLostException() {
        super("the power went");
    }
}
