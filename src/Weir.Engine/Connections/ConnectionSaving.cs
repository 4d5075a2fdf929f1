namespace Weir.Engine.Connections;

/// <summary>
/// One save of connections at a time: who lends to whom is looked at and stored as one, and what is stored and what is at
/// work change together.
/// </summary>
public sealed class ConnectionSaving : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Waits for its turn, which ends with the disposal of what is given back.</summary>
    internal async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Turn(_one);
    }

    public void Dispose() => _one.Dispose();

    internal readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
