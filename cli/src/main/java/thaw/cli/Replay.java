package thaw.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import thaw.TriggerKind;
import thaw.hosting.PlaceKind;

/**
 * A recorded event, and the function that is to have it.
 *
 * @param event       as the cloud sent it
 * @param trigger     of the function
 * @param environment its settings
 * @param classes     where its code is, if it has some
 * @param objects     in place of the cloud's, if there are such
 * @param places      what is done instead of storing, if anything
 * @param time        that the function has
 * @param log         where its lines go
 */
record Replay(byte[] event, TriggerKind trigger, Map<String, String> environment, ClassLoader classes,
        Optional<ReplayObjects> objects, UnaryOperator<PlaceKind> places, Duration time, PrintStream log) {}
