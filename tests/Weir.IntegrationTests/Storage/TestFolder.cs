namespace Weir.IntegrationTests.Storage;

/// <summary>A folder of one test, gone with it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("weir-test-").FullName;

    public string Database => System.IO.Path.Combine(Path, "weir.db");

    /// <summary>Each file's bytes, but the lock's.</summary>
    public Dictionary<string, byte[]> Contents() => Directory.GetFiles(Path)
        .Where(f => !f.EndsWith("weir.lock", StringComparison.Ordinal))
        .ToDictionary(f => System.IO.Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);

    /// <summary>The files as a kill at this moment would leave them.</summary>
    public TestFolder Copy()
    {
        var copy = new TestFolder();
        foreach (var (name, bytes) in Contents())
        {
            File.WriteAllBytes(System.IO.Path.Combine(copy.Path, name), bytes);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
