using System.Security.Cryptography;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Vault;

/// <summary>
/// Replaces the master key while everything goes on: the new key is durable first, then every data key is wrapped anew in small
/// transactions, and only when none is left does the data belong to the new key. Until then the vault uses both. A kill at any
/// instant leaves what the next start goes on from; ARCHITECTURE.md has the instants one by one. Safe for many threads.
/// </summary>
public sealed class KeyRotation : IDisposable
{
    /// <summary>What to do after one that failed.</summary>
    public const string Advice =
        "Both master keys are kept and used; 'weir keys rotate' goes on when it is mended, and so does the next start.";

    /// <summary>Data keys in one transaction: other writers wait for one at most.</summary>
    internal const int BatchKeysMax = 50;

    /// <summary>A pass more than one is needed only where a data key was being made when the rotation began.</summary>
    private const int PassesMax = 10;

    private readonly KeyRing _ring;
    private readonly IKeyStore _keys;
    private readonly OwnKeys _own;
    private readonly string? _operators;
    private readonly string? _previous;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly Lock _gate = new();
    private Task _work = Task.CompletedTask;
    private KeyRotationView? _view;

    internal KeyRotation(KeyRing ring, IKeyStore keys, MasterKeySource source)
    {
        _ring = ring;
        _keys = keys;
        _own = source.Own;
        _operators = source.Present.Name;
        _previous = source.Previous.Name;
        _time = source.Time;
        _stopped = _stop.Token;
    }

    public KeysView View => new()
    {
        MasterKeyId = _ring.PreviousId ?? _ring.PresentId,
        Source = _operators ?? OwnKeys.Present,
        Rotation = Volatile.Read(ref _view),
    };

    private bool IsUnfinished => _ring.PreviousId is not null || (_operators is null && _own.HasNext);

    /// <summary>
    /// Begins a rotation, or joins the one that is under way; the task ends with it, and fails with it. Throws
    /// <see cref="RefusalException"/> where the key is the operator's and no previous one is given: a server cannot replace it.
    /// </summary>
    public Task RotateAsync()
    {
        lock (_gate)
        {
            if (!_work.IsCompleted || (_operators is not null && !IsUnfinished && _view is not null))
            {
                return _work;
            }

            return _operators is null || IsUnfinished
                ? Start()
                : throw new RefusalException(
                    ErrorCodes.MasterKeyExternal,
                    $"The master key comes from {_operators}, where the server cannot put another: start the server with the new key "
                    + $"there and the present one in {MasterKeySource.PreviousVariable}, and it wraps everything anew.");
        }
    }

    /// <summary>Goes on with a rotation that a kill or a failure has interrupted; ends at once where there is none.</summary>
    public Task ContinueAsync()
    {
        lock (_gate)
        {
            return _work.IsCompleted && IsUnfinished ? Start() : _work;
        }
    }

    /// <summary>Stops between two transactions; the next start goes on.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Task Start()
    {
        Volatile.Write(ref _view, new KeyRotationView
        {
            State = KeyRotationState.Running,
            From = _ring.PreviousId ?? _ring.PresentId,
            To = _ring.PreviousId is null ? null : _ring.PresentId,
            Done = 0,
            Total = 0,
            Unreadable = 0,
            StartedAt = _time.GetUtcNow(),
            EndedAt = null,
            Message = null,
        });
        return _work = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        try
        {
            await BeginAsync(_stopped);
            if (_ring.PreviousId is { } from)
            {
                await RewrapAsync(from, _stopped);
            }

            if (_operators is null && _own.HasNext)
            {
                _own.Promote();
            }

            Show(view => view with { State = KeyRotationState.Completed, EndedAt = _time.GetUtcNow(), Message = Done(view) });
        }
        catch (Exception e)
        {
            Show(view => view with { State = KeyRotationState.Failed, EndedAt = _time.GetUtcNow(), Message = Failed(e) });
            throw;
        }
    }

    /// <summary>The old key is safe and the new one durable and announced before anything is wrapped by it.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_operators is not null || _ring.PreviousId is not null)
        {
            return;
        }

        var next = _own.Read(OwnKeys.Next) ?? MakeNext();
        try
        {
            if (next.Id == _ring.PresentId)
            {
                await ShowDoneAsync(cancellationToken);
                next.Dispose();
                return;
            }

            _own.Settle();
            await _keys.SetNextProofAsync(next.Prove(), cancellationToken);
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _ring.Begin(next);
        Show(view => view with { To = next.Id });
    }

    /// <summary>All but the file of the new key is done; it was done by a process that is gone.</summary>
    private async Task ShowDoneAsync(CancellationToken cancellationToken)
    {
        var keys = (await _keys.CountAsync(cancellationToken)).GetValueOrDefault(_ring.PresentId);
        using var former = _own.Read(OwnKeys.Present);
        Show(view => view with { From = former?.Id ?? view.From, To = _ring.PresentId, Done = keys, Total = keys });
    }

    private MasterKey MakeNext()
    {
        var old = _ring.Print();
        try
        {
            _own.KeepOld(old);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(old);
        }

        return _own.MakeNext();
    }

    private async Task RewrapAsync(string from, CancellationToken cancellationToken)
    {
        for (var pass = 0; pass < PassesMax; pass++)
        {
            var counts = await _keys.CountAsync(cancellationToken);
            var done = counts.GetValueOrDefault(_ring.PresentId);
            Show(view => view with { Done = done, Total = done + counts.GetValueOrDefault(from), Unreadable = 0 });
            await PassAsync(from, cancellationToken);
            if (await _keys.EndRotationAsync(_ring.Prove(), from, _view!.Unreadable, cancellationToken))
            {
                _ring.End();
                return;
            }
        }

        throw new IOException("Another process goes on making data keys under the old master key.");
    }

    private async Task PassAsync(string from, CancellationToken cancellationToken)
    {
        WrappedKey? after = null;
        while (await _keys.WrappedByAsync(from, after, BatchKeysMax, cancellationToken) is { Count: > 0 } batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var anew = batch.Select(Rewrap).OfType<WrappedKey>().ToList();
            if (anew.Count > 0)
            {
                await _keys.ReplaceAsync(from, anew, cancellationToken);
            }

            Show(view => view with
            {
                Done = view.Done + anew.Count,
                Unreadable = view.Unreadable + batch.Count - anew.Count,
            });
            after = batch[^1];
        }
    }

    /// <summary>Null for one that cannot be opened: nobody could before, and it must not keep the others from their key.</summary>
    private WrappedKey? Rewrap(WrappedKey wrapped)
    {
        byte[]? dataKey = null;
        try
        {
            dataKey = _ring.Unwrap(wrapped);
            return dataKey is null ? null : _ring.Wrap(wrapped.Owner, wrapped.KeyId, dataKey);
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private void Show(Func<KeyRotationView, KeyRotationView> change) => Volatile.Write(ref _view, change(_view!));

    private string Done(KeyRotationView view)
    {
        List<string> sentences = [];
        if (_operators is null)
        {
            sentences.Add($"Keep a copy of the new {_own.Full(OwnKeys.Present)}.");
        }

        sentences.Add(_previous is null
            ? $"Backups of the data from before need the old one, which is kept as {OwnKeys.Old}."
            : $"{_previous} is not needed any more: remove it before the next start, and keep the old key as long as there are backups "
                + "of the data from before.");
        if (view.Unreadable > 0)
        {
            sentences.Add(
                $"{view.Unreadable} data keys could not be opened and stay as they were: the secrets under them must be given again.");
        }

        return string.Join(' ', sentences);
    }

    private static string Failed(Exception e)
    {
        var cause = e switch
        {
            OperationCanceledException => "It was stopped.",
            MasterKeyException or IOException or UnauthorizedAccessException => e.Message,
            _ => "The database could not be read or written; the log says why.",
        };
        return $"{cause} {Advice}";
    }
}
