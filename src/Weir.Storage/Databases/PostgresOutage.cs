using System.Net.Sockets;
using Npgsql;

namespace Weir.Storage.Databases;

/// <summary>
/// A database that is away for a while: a restart, a failover, a network that is gone. What it keeps from being done is
/// tried again, with growing distance, for at most <see cref="OutageMax"/>; a stop of the process shortens that.
/// </summary>
internal sealed class PostgresOutage(TimeProvider time)
{
    /// <summary>After so long the process gives up, and its next start goes on from what is stored.</summary>
    public static readonly TimeSpan OutageMax = TimeSpan.FromMinutes(10);

    /// <summary>A stop waits so long for a database that is away.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(2);

    /// <summary>Shorter ones are not worth telling.</summary>
    private static readonly TimeSpan MomentMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DelayMax = TimeSpan.FromMilliseconds(500);

    // The server ends, starts, recovers, is a standby now, or has no room for a moment.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        "57P05", // It ends connections that were idle for long.
        PostgresErrorCodes.ReadOnlySqlTransaction,
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.TooManyConnections,
    };

    private readonly Lock _gate = new();
    private int _waiting;
    private long _since;
    private long? _stop;

    /// <summary>True when somebody waits for the database, and for more than a moment nobody got through to it.</summary>
    public bool IsNow
    {
        get
        {
            lock (_gate)
            {
                return _waiting > 0 && time.GetElapsedTime(_since) > MomentMax;
            }
        }
    }

    public bool IsStopping
    {
        get
        {
            lock (_gate)
            {
                return _stop is not null;
            }
        }
    }

    /// <summary>True when another attempt may succeed, and the failed one has surely kept nothing or its end is not known.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        // A violation of the protocol is a defect of ours: another attempt would meet it again.
        PostgresException refused => Passing.Contains(refused.SqlState)
            || (refused.SqlState.StartsWith("08", StringComparison.Ordinal) && refused.SqlState != PostgresErrorCodes.ProtocolViolation),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        PostgresLeaseTakenException taken => taken.IsPassing,
        _ => false,
    };

    public void BeginStop()
    {
        lock (_gate)
        {
            _stop ??= time.GetTimestamp();
        }
    }

    /// <summary>Tries until it is done. Throws what the last attempt threw when the time since the first failure is over.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, TimeSpan bound, CancellationToken cancellationToken)
    {
        long? start = null;
        var delay = DelayMin;
        try
        {
            while (true)
            {
                try
                {
                    var result = await attempt();
                    NoteSuccess();
                    return result;
                }
                catch (Exception failure) when (IsPassing(failure) && MayWait(start, bound))
                {
                    if (start is null)
                    {
                        start = time.GetTimestamp();
                        Wait(1);
                    }
                }

                await Task.Delay(delay, time, cancellationToken);
                delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
            }
        }
        finally
        {
            if (start is not null)
            {
                Wait(-1);
            }
        }
    }

    // Who still waits will be done soon.
    private void NoteSuccess()
    {
        if (Volatile.Read(ref _waiting) == 0)
        {
            return;
        }

        lock (_gate)
        {
            _since = time.GetTimestamp();
        }
    }

    private void Wait(int change)
    {
        lock (_gate)
        {
            _since = _waiting == 0 ? time.GetTimestamp() : _since;
            _waiting += change;
        }
    }

    private bool MayWait(long? start, TimeSpan bound)
    {
        lock (_gate)
        {
            return (start is null || time.GetElapsedTime(start.Value) < bound)
                && (_stop is null || time.GetElapsedTime(_stop.Value) < StopMax);
        }
    }
}
