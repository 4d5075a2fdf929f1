using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// One save of connections at a time: who lends to whom is looked at and stored as one, and what is stored and what is at
/// work change together.
/// </summary>
public sealed class ConnectionSaving : IDisposable
{
    // More than one connection may share a stripe: that costs one of them a wait.
    private const int Stripes = 64;

    private readonly SemaphoreSlim _one = new(1);
    private readonly SemaphoreSlim[] _changes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for its turn, which ends with the disposal of what is given back.</summary>
    internal async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Turn(_one);
    }

    /// <summary>
    /// One change at a time of how a connection signs in, with its test: what was tested is what is stored, and each change is
    /// tested once. Entered before <see cref="EnterAsync"/>.
    /// </summary>
    internal async Task<Turn> EnterChangeAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var stripe = _changes[(uint)id.GetHashCode() % Stripes];
        await stripe.WaitAsync(cancellationToken);
        return new Turn(stripe);
    }

    public void Dispose()
    {
        _one.Dispose();
        foreach (var stripe in _changes)
        {
            stripe.Dispose();
        }
    }

    internal readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
