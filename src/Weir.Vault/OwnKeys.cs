using System.Security.Cryptography;

namespace Weir.Vault;

/// <summary>
/// The data folder's own master keys: <c>master.key</c>, while it is being replaced <c>master.key.next</c>, and the one before
/// it in <c>master.key.old</c>. A kill inside a method leaves each name with a whole key or none; what was made is on the disk
/// after <see cref="Settle"/>. Throws <see cref="MasterKeyException"/>.
/// </summary>
internal sealed class OwnKeys(IKeyFiles files, string folder)
{
    public const string Present = "master.key";
    public const string Next = "master.key.next";
    public const string Old = "master.key.old";

    public bool HasNext => files.Exists(Next);

    public string Full(string name) => Path.Combine(folder, name);

    /// <summary>Null when there is none of that name.</summary>
    public MasterKey? Read(string name)
    {
        try
        {
            return files.Read(name, KeyText.BytesMax + 1) is { } text ? KeyText.Parse(text.Span, Full(name)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key in {Full(name)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// What was made, here or by a process that was killed, is on the disk. Call it before anything comes to need it.
    /// </summary>
    public void Settle()
    {
        try
        {
            files.Sync();
        }
        catch (IOException e)
        {
            throw new MasterKeyException(e.Message, e);
        }
    }

    /// <summary>The first key of this folder.</summary>
    public MasterKey MakePresent() => Make(Present);

    /// <summary>The key that takes over.</summary>
    public MasterKey MakeNext() => Make(Next);

    /// <summary>The key that will be taken over from is the old one, wherever else it is.</summary>
    /// <param name="text">As <see cref="KeyText.Print"/> writes it.</param>
    public void KeepOld(ReadOnlySpan<byte> text) => Put(Old, text);

    /// <summary>The next key is the present one from here on. Nothing needs the one whose place it takes.</summary>
    public void Promote()
    {
        try
        {
            files.Rename(Next, Present);
            files.Sync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(Present, e);
        }
    }

    private MasterKey Make(string name)
    {
        var key = MasterKey.Make();
        var text = key.Print();
        try
        {
            Put(name, text);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    // Written whole under another name, then renamed: a kill leaves no half key.
    private void Put(string name, ReadOnlySpan<byte> text)
    {
        try
        {
            files.Write(name + ".new", text);
            files.Rename(name + ".new", name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(name, e);
        }
    }

    private MasterKeyException Unwritten(string name, Exception e) =>
        new($"The master key {Full(name)} cannot be written: {e.Message}", e);
}
