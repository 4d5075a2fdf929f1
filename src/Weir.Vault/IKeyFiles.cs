namespace Weir.Vault;

/// <summary>
/// The files of one folder that hold keys, by name. A file's bytes are on the disk when <see cref="Write"/> returns; what
/// happens to names may be undone by a loss of power until <see cref="Sync"/> returns, each change apart from the others, but
/// none of them by half. Every call throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>. Used by one
/// caller at a time.
/// </summary>
internal interface IKeyFiles
{
    bool Exists(string name);

    /// <summary>What a file holds, at most <paramref name="bytesMax"/>; null when there is none. The caller clears it.</summary>
    Memory<byte>? Read(string name, int bytesMax);

    /// <summary>Makes a file that only this user can read, in the place of one with that name.</summary>
    void Write(string name, ReadOnlySpan<byte> bytes);

    /// <summary>Takes the place of a file with that name.</summary>
    void Rename(string from, string to);

    /// <summary>Puts the names on the disk.</summary>
    void Sync();
}
