namespace Weir.Commands.Demo;

/// <summary>
/// A fresh folder of the demo's own: what the server stores, which goes with it, and the files, which stay when the demo
/// has reached its end.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-demo-");

    public string Data => Path.Combine(_folder.FullName, "data");

    public string Files => Path.Combine(_folder.FullName, "files");

    /// <summary>True once the files are worth keeping.</summary>
    public bool KeepsFiles { get; set; }

    public void Dispose()
    {
        var gone = KeepsFiles ? Data : _folder.FullName;
        try
        {
            Directory.Delete(gone, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It was never made.
        }
    }
}
