package io.sluice.simulator.mqtt;

import java.util.List;

/**
 * Says on a connection what its link's manners have to be said: past the queue, since it is of that connection alone.
 * On the link's loop only.
 */
final class MannersWriter {
    private final Manners manners;
    private final PublicationListener listener;
    private final Failures failures;

    /** @param listener told of what is said, before it is */
    MannersWriter(Manners manners, PublicationListener listener, Failures failures) {
        this.manners = manners;
        this.listener = listener;
        this.failures = failures;
    }

    void greet(PacketWriter current) {
        String commands = manners.commands();
        if (commands != null) {
            current.follow(commands);
        }
        say(current, manners.greeting());
    }

    void reply(PacketWriter current, byte[] command) {
        say(current, manners.reply(command));
    }

    private void say(PacketWriter current, List<Publication> publications) {
        for (Publication publication : publications) {
            if (current.fits(publication)) {
                listener.said(publication);
                current.publish(publication, 0, false);
            } else {
                failures.publish(ReasonCodes.PACKET_TOO_LARGE, "not sent: longer than the broker takes");
            }
        }
        current.flush();
    }
}
