package io.sluice.simulator.mqtt;

/** Why a connection ends, as far as that is known, told once and before the loss. On its event loop only. */
final class Loss {
    private final ConnectionEvents events;
    private Setback setback = Setback.LOST;
    private boolean hasStood;
    private boolean isOurs;
    private boolean isNetworks;
    private boolean isTold;
    private boolean isOver;

    Loss(ConnectionEvents events) {
        this.events = events;
    }

    /** The broker has let the device in. */
    void stands() {
        hasStood = true;
    }

    boolean hasStood() {
        return hasStood;
    }

    /** We hang up: there is nothing to tell. */
    void isOurs() {
        isOurs = true;
    }

    /** Nobody hung up on purpose. */
    void isNetworks() {
        isNetworks = true;
    }

    void because(ConnectFailure failure) {
        if (!isTold) {
            isTold = true;
            setback = failure.setback();
            events.failed(failure);
        }
    }

    void end() {
        if (isOver) {
            return;
        }
        isOver = true;
        if (!isOurs && !isTold) {
            tellEnd();
        }
        events.lost(setback);
    }

    private void tellEnd() {
        if (!hasStood) {
            because(new ConnectFailure("closed-before-connack", "", Setback.LOST));
        } else if (isNetworks) {
            events.broken();
        } else {
            because(ConnectFailure.CLOSED);
        }
    }
}
