using Weir.Engine.Secrets;

namespace Weir.Vault;

/// <summary>
/// The master keys in use: the present one, which wraps, and while data keys are wrapped anew the one before it, which only
/// unwraps. A retired key is cleared at once: nobody is using it then, because all use is in turn. Safe for many threads.
/// </summary>
/// <param name="present">Wraps.</param>
/// <param name="previous">Unwraps what it has wrapped; null when there is nothing left of that.</param>
internal sealed class KeyRing(MasterKey present, MasterKey? previous) : IDisposable
{
    private readonly Lock _gate = new();
    private volatile MasterKey _present = present;
    private volatile MasterKey? _previous = previous;
    private bool _disposed;

    public string PresentId => _present.Id;

    /// <summary>Null while there is only one.</summary>
    public string? PreviousId => _previous?.Id;

    public WrappedKey Wrap(string owner, string keyId, ReadOnlySpan<byte> dataKey)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _present.Wrap(owner, keyId, dataKey);
        }
    }

    /// <summary>
    /// The data key, which the caller clears; null when none of the master keys wraps it. Throws
    /// <see cref="SecretUnreadableException"/> when it was changed or belongs to somebody else.
    /// </summary>
    public byte[]? Unwrap(WrappedKey wrapped)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return wrapped.MasterKeyId == _present.Id ? _present.Unwrap(wrapped)
                : wrapped.MasterKeyId == _previous?.Id ? _previous.Unwrap(wrapped)
                : null;
        }
    }

    /// <summary>The present key as text, which the caller clears.</summary>
    public byte[] Print()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _present.Print();
        }
    }

    public MasterKeyProof Prove()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _present.Prove();
        }
    }

    /// <summary>From here on <paramref name="next"/> wraps; the ring clears it. There must be only one key.</summary>
    public void Begin(MasterKey next)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                next.Dispose();
                throw new ObjectDisposedException(nameof(KeyRing));
            }

            (_present, _previous) = (next, _present);
        }
    }

    /// <summary>Nothing is wrapped by the previous key any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _previous?.Dispose();
            _previous = null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _present.Dispose();
            _previous?.Dispose();
        }
    }
}
