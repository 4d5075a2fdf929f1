using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>
/// One file of one run. What the last checkpoint does not know is cut off when it is opened, so a row is in it once and
/// whole, whenever the run was killed. // Promise 2
/// </summary>
internal sealed class FileWriter : IRowWriter
{
    private const int HeadBytesMax = 16 * 1024 * 1024;

    private readonly string _finished;
    private readonly string _unfinished;
    private readonly bool _keepsEmpty;
    private readonly Action _closed;
    private readonly Lock _gate = new();

    /// <summary>Null once the file has its name.</summary>
    private SafeFileHandle? _handle;
    private volatile RowFormat? _format;
    private long _length;

    /// <param name="finished">The path of the whole file.</param>
    /// <param name="unfinished">The path while it is written: this run's and step's alone.</param>
    /// <param name="format">Null where the first record decides the columns.</param>
    /// <param name="state">What the last checkpoint knows; null at first.</param>
    /// <param name="keepsEmpty">Whether a file without a row is kept. A retry that brought none leaves nothing behind.</param>
    /// <param name="closed">Called once when this is over.</param>
    public FileWriter(string finished, string unfinished, RowFormat? format, FileState? state, bool keepsEmpty, Action closed)
    {
        _finished = finished;
        _unfinished = unfinished;
        _format = format;
        _keepsEmpty = keepsEmpty;
        _closed = closed;
        _length = state?.Length ?? 0;
        if (state is not null && !File.Exists(unfinished))
        {
            // Killed after the file got its name, before anybody noted it: then it is exactly as long as the state says.
            if (new FileInfo(finished) is not { Exists: true } whole || whole.Length != _length)
            {
                throw new RefusalException(
                    ErrorCodes.NotFound, $"The unfinished {state.File} is gone from its folder: run the flow again.");
            }

            return;
        }

        Open();
    }

    public void Format(JsonElement mapped, PooledBuffer into) => (_format ?? Decide(mapped)).Write(mapped, into);

    public Task<string> AppendAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken) =>
        FileErrors.GuardAsync(Name, async () =>
        {
            var handle = _handle ?? throw new RefusalException(
                ErrorCodes.Conflict, $"{Name} is finished already: nothing more can be written to it.");
            await WriteAsync(handle, rows, cancellationToken);
            return State;
        });

    public Task<string> CompleteAsync(CancellationToken cancellationToken) => FileErrors.GuardAsync(Name, async () =>
    {
        if (_handle is { } empty && _length == 0 && !_keepsEmpty)
        {
            empty.Dispose();
            _handle = null;
            File.Delete(_unfinished);
        }
        else if (_handle is { } handle)
        {
            await WriteAsync(handle, default, cancellationToken);

            // An append that failed in the middle may have left something behind the last whole row.
            RandomAccess.SetLength(handle, _length);
            RandomAccess.FlushToDisk(handle);
            handle.Dispose();
            _handle = null;
            File.Move(_unfinished, _finished, overwrite: true);
        }

        return _finished;
    });

    /// <summary>Closes the file. Where the run is not over, it waits as it is.</summary>
    public ValueTask DisposeAsync()
    {
        _handle?.Dispose();
        _handle = null;
        _closed();
        return ValueTask.CompletedTask;
    }

    private string Name => Path.GetFileName(_finished);

    private string State => new FileState(Name, _length, _format?.Columns ?? []).ToString();

    private void Open()
    {
        // What another program may have put there instead is not followed.
        if (new FileInfo(_unfinished).LinkTarget is not null || Directory.Exists(_finished))
        {
            throw new RefusalException(ErrorCodes.Forbidden, $"{Name} cannot be written: something else stands in its place.");
        }

        var handle = File.OpenHandle(
            _unfinished, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
        try
        {
            if (RandomAccess.GetLength(handle) < _length)
            {
                throw new RefusalException(
                    ErrorCodes.NotFound, $"The unfinished {Name} is shorter than what was written to it: run the flow again.");
            }

            RandomAccess.SetLength(handle, _length);
            _handle = handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private RowFormat Decide(JsonElement first)
    {
        lock (_gate)
        {
            return _format ??= Csv.Of(first);
        }
    }

    /// <summary>Writes behind what is durable, the head first; durable when it returns.</summary>
    private async Task WriteAsync(SafeFileHandle handle, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        using var head = new PooledBuffer(HeadBytesMax);
        if (_length == 0)
        {
            _format?.WriteHead(head);
        }

        if (head.Length + rows.Length > 0)
        {
            await RandomAccess.WriteAsync(handle, [head.Memory, rows], _length, cancellationToken);
            RandomAccess.FlushToDisk(handle);
            _length += head.Length + rows.Length;
        }
    }
}
