package thaw.cli;

import java.util.Locale;

/** The clouds whose events can be replayed; a cloud's adapter is loaded when it is chosen. */
enum ReplayCloud {
    /** Lambda. */
    AWS {
        @Override
        ReplayTarget target() {
            return new AwsReplay();
        }
    },
    /** Functions. */
    AZURE {
        @Override
        ReplayTarget target() {
            return new AzureReplay();
        }
    },
    /** Cloud Functions, Cloud Run, and whoever posts CloudEvents. */
    GCP {
        @Override
        ReplayTarget target() {
            return new GoogleReplay();
        }
    };

    abstract ReplayTarget target();

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
