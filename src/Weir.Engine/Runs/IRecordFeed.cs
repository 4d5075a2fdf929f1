namespace Weir.Engine.Runs;

/// <summary>Gives a run its pages, in order: from the source of a flow, or from the errors of a retry.</summary>
internal interface IRecordFeed
{
    /// <summary>The next page; null at the end. Throws <see cref="RunFailedException"/>.</summary>
    Task<PageWork?> NextAsync();

    /// <summary>
    /// A page below which all are done was written. Gives the checkpoint's part of the walk: what reads the page after it.
    /// </summary>
    void Written(PageWork page);

    /// <summary>The checkpoint as it is now, without what is done above and without files.</summary>
    Checkpoint Checkpoint { get; }
}
